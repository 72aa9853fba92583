type Child = Node | string | null | undefined | false;
type Attribute = string | number | boolean | undefined;

export interface Attributes {
  [name: string]: Attribute;
}

/** Makes an element. Children that are strings become text, never HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) setAttribute(made, key, value);
  append(made, children);
  return made;
}

function setAttribute(made: Element, key: string, value: Attribute): void {
  if (value === undefined || value === false) return;
  made.setAttribute(key, value === true ? '' : String(value));
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
}

/** Makes a push button that does one thing. */
export function pushButton(
  attributes: Attributes,
  onClick: () => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, ...children);
  made.addEventListener('click', onClick);
  return made;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** An icon drawn from paths; it says nothing to a screen reader. */
export function icon(className: string, ...paths: readonly string[]): SVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', `icon ${className}`);
  svg.setAttribute('aria-hidden', 'true');
  for (const path of paths) {
    const drawn = document.createElementNS(svgNamespace, 'path');
    drawn.setAttribute('d', path);
    svg.appendChild(drawn);
  }
  return svg;
}

/** A place of the document that is always there. */
export function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The document has no #${id}.`);
  return found;
}
