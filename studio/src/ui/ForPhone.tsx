import { useWords } from "../i18n";
import { QrCode } from "./QrCode";

const HERE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** An address as a code for a phone; where phones can't reach it, how to change that. */
export function ForPhone({ address }: { address: string }) {
  const { t } = useWords();
  const isHereAlone = HERE.test(new URL(address).hostname);
  if (isHereAlone) return <p className="note">{t("phone.hereAlone")}</p>;
  return (
    <figure className="forphone">
      <QrCode address={address} name={t("phone.code", { address })} />
      <figcaption className="note">{t("phone.point")}</figcaption>
    </figure>
  );
}
