import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useWords } from "../i18n";
import { Action, IconAction } from "./controls";

/** A panel over the page; Escape and a press outside close it. */
export function Sheet({
  title,
  isOpen,
  onClose,
  children,
  size = "middle",
  isDismissable = true,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  size?: "small" | "middle" | "wide";
  isDismissable?: boolean;
}) {
  const { t } = useWords();
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
    >
      <Modal className={`sheet sheet-${size}`}>
        <Dialog className="sheet-body">
          <header className="sheet-head">
            <Heading slot="title" className="sheet-title">
              {title}
            </Heading>
            <IconAction icon="close" name={t("common.close")} onPress={onClose} />
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/**
 * Asks before something that cannot be undone. `count` says how much it is about, once that is known;
 * `all` is a further yes, to more of the same.
 */
export function Ask({
  title,
  question,
  count,
  yes,
  all,
  isOpen,
  onClose,
  onYes,
}: {
  title: string;
  question: string;
  count?: string;
  yes: string;
  all?: { name: string; onYes: () => void };
  isOpen: boolean;
  onClose: () => void;
  onYes: () => void;
}) {
  const { t } = useWords();
  const answers = [{ name: yes, onYes }, ...(all ? [all] : [])];
  return (
    <Sheet title={title} isOpen={isOpen} onClose={onClose} size="small">
      <p>{question}</p>
      {count !== undefined && <p>{count}</p>}
      <div className="sheet-actions">
        <Action onPress={onClose}>{t("common.keep")}</Action>
        {answers.map((answer) => (
          <Action
            key={answer.name}
            look="danger"
            onPress={() => {
              onClose();
              answer.onYes();
            }}
          >
            {answer.name}
          </Action>
        ))}
      </div>
    </Sheet>
  );
}
