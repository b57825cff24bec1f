/** Parts of a page where the keyboard goes on when what it was on is gone. */
const places = '[role="dialog"], section, [role="region"], [role="tabpanel"], form, main';

const overlays = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Milliseconds in which a closing dialog gives the focus back by itself. */
const grace = 400;

/**
 * Keeps the focus on the page for good. A browser drops it when the focused element goes away (a row that was deleted, a
 * tab that another one covers) or is disabled for a while (a button whose request is under way), and whoever has only a keyboard or
 * a screen reader is at the beginning again. It goes back to the element when it can be pressed again, from a dialog that
 * is gone to what opened it, else to the nearest part of the page around it that is still there.
 */
export function keepFocus(): void {
  let last: Element | null = null;
  let around: readonly Element[] = [];
  /** What had the focus before a dialog or a menu took it. */
  const openers = new WeakMap<Element, Element>();
  let isWaiting = false;

  function look(): void {
    isWaiting = false;
    if (last === null || !isNowhere()) return;
    if (last.isConnected && last.checkVisibility()) {
      if (last instanceof HTMLElement && !last.matches(':disabled')) last.focus({ preventScroll: true });
      return;
    }
    const opener = openerOf(last);
    if (opener !== undefined) {
      focus(opener);
      return;
    }
    const place = around.find((one) => one.isConnected && one.matches(places) && one.checkVisibility());
    if (place === undefined) window.setTimeout(() => isNowhere() && focus(document.querySelector('main')), grace);
    else focus(place);
  }

  /** Of the dialog that an element stood in, or of the one it was opened from. */
  function openerOf(element: Element): Element | undefined {
    const overlay = element.closest(overlays);
    const opener = overlay && !overlay.isConnected ? openers.get(overlay) : undefined;
    return opener === undefined || opener.isConnected ? opener : openerOf(opener);
  }

  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element) || target === document.body) return;
    const overlay = target.closest(overlays);
    if (overlay && last !== null && !overlay.contains(last) && !openers.has(overlay)) openers.set(overlay, last);
    last = target;
    around = ancestorsOf(target);
  });
  // A click beside everything takes the focus away because somebody wants that.
  document.addEventListener('pointerdown', () => window.setTimeout(() => isNowhere() && (last = null)));
  new MutationObserver(() => {
    if (isWaiting || last === null) return;
    isWaiting = true;
    // Browsers drop the focus of what was disabled when they draw the page.
    requestAnimationFrame(() => requestAnimationFrame(look));
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] });
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function ancestorsOf(element: Element): readonly Element[] {
  const ancestors: Element[] = [];
  for (let at = element.parentElement; at !== null; at = at.parentElement) ancestors.push(at);
  return ancestors;
}

function focus(place: Element | null): void {
  if (!(place instanceof HTMLElement)) return;
  if (place.tabIndex < 0 && !place.hasAttribute('tabindex')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
