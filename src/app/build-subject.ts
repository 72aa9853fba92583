/** What pipelines say of a service waits in the inbox under this subject. */
export function buildSubject(service: string): string {
  return `service/${named(service)}`;
}

/** Foreign names as they may stand in a key: short, and without the characters that no database takes. */
export function named(name: string): string {
  return JSON.stringify(name.slice(0, 60)).slice(1, -1);
}
