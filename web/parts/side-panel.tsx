import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Icon } from './icon.tsx';

/**
 * The detail beside a list; on a phone it covers it. Esc closes it.
 */
export function SidePanel({
  title,
  subtitle,
  children,
  foot,
  onClose,
  onSubmit,
}: {
  title: ReactNode;
  subtitle?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  onClose: () => void;
  /** The submission of the form that the panel is, by Enter or by its primary button. */
  onSubmit?: () => void;
}) {
  const titleId = useId();
  const panel = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // A layout effect ends while the panel still stands, so that it knows whether it had the focus.
  useLayoutEffect(() => {
    const { current } = panel;
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      const hadFocus = current?.contains(document.activeElement) ?? false;
      if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const content = (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by keys. */}
      <section className="panel__body" tabIndex={0} aria-label="Detalle">
        {children}
      </section>
      {foot !== undefined && <div className="panel__foot">{foot}</div>}
    </>
  );
  return (
    <aside
      ref={panel}
      className="panel"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div className="panel__head">
        <div>
          <h2 id={titleId} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {subtitle !== undefined && <span className="sub">{subtitle}</span>}
        </div>
        <button
          type="button"
          className="btn btn--quiet btn--icon"
          aria-label="Cerrar el detalle"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {onSubmit === undefined ? (
        content
      ) : (
        <form
          className="panel__form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {content}
        </form>
      )}
    </aside>
  );
}
