/** The word on a deployment that waits at GitHub. */
export interface DeploymentWord {
  /** `acme/payments-api` */
  readonly repository: string;
  /** GitHub's own name of it. */
  readonly environment: string;
  /** Where GitHub wants to hear it, as the webhook said. Foreign. */
  readonly callbackUrl: string;
  readonly isApproved: boolean;
  readonly comment: string;
}

export interface CommitInRepository {
  readonly repository: string;
  readonly commit: string;
}

export interface DeploymentGate {
  /**
   * `told`: GitHub has it, or nobody waits for it any more. `elsewhere`: the address is none of GitHub's API, and was
   * not called. Throws TransientError when it may be tried again.
   */
  answer(word: DeploymentWord): Promise<'told' | 'elsewhere'>;
  /** Whether a commit came by a pull request; no, when that cannot be read. Throws TransientError. */
  cameBy(commit: CommitInRepository, pullUrl: string): Promise<boolean>;
}
