/** A way in which a version behaves once it runs. */
export interface Behaviour {
  id: string;
  label: string;
  /** One sentence: what will happen. */
  what: string;
}

/** What the page's Deploy panel can set going. The first five behaviours are shown, the others folded away. */
export interface Deployer {
  options(): { services: string[]; environments: string[]; behaviours: Behaviour[] };
  deploy(service: string, behaviour: string): Promise<void>;
  /** A commit: build steps, then the deploy. */
  push(service: string): Promise<void>;
}
