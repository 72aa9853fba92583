/** What the tool is sent, as it reads it. */
export interface Order {
  readonly action: string;
  readonly key: string;
  readonly service: string;
  readonly environment: string;
  readonly workload: {
    readonly cluster: string;
    readonly namespace: string;
    readonly kind: string;
    readonly name: string;
  };
  readonly from: OrderedVersion;
  readonly target: OrderedVersion;
  readonly by: { readonly name: string; readonly slack?: string };
  readonly approvedBy?: { readonly name: string; readonly slack?: string };
  readonly reason?: string;
}

export interface OrderedVersion {
  readonly label: string;
  readonly revision: number;
  readonly images: readonly { readonly container: string; readonly image: string }[];
}

/** Undefined for what is no order. */
export function readOrder(body: string): Order | undefined {
  try {
    const order = JSON.parse(body) as Order;
    const isWhole =
      order.action === 'rollback' &&
      [order.key, order.service, order.environment, order.target.label].every((each) => each !== '') &&
      order.target.images.length > 0;
    return isWhole ? order : undefined;
  } catch {
    return undefined;
  }
}
