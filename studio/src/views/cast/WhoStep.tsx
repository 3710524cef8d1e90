import { Checkbox, CheckboxGroup, Label } from "react-aria-components";
import { useWords } from "../../i18n";
import { Field } from "../../ui/controls";
import { PURPOSES, type Sitter } from "./enrolment";

/** Their name, what they would agree to, and until when. */
export function WhoStep({
  sitter,
  onChange,
}: {
  sitter: Sitter;
  onChange: (part: Partial<Sitter>) => void;
}) {
  const { t } = useWords();
  return (
    <div className="add-fields">
      <Field
        label={t("add.name")}
        value={sitter.name}
        maxLength={80}
        isRequired
        autoComplete="off"
        onChange={(name) => onChange({ name })}
      />
      <CheckboxGroup
        className="checkboxes"
        value={sitter.purposes}
        onChange={(chosen) => onChange({ purposes: PURPOSES.filter((one) => chosen.includes(one)) })}
      >
        <Label className="label">{t("add.purposes")}</Label>
        {PURPOSES.map((purpose) => (
          <Checkbox key={purpose} value={purpose} className="checkbox">
            <span className="tick" aria-hidden="true" />
            {t(`purpose.${purpose}`)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Field
        label={t("add.until")}
        type="date"
        value={sitter.until}
        onChange={(until) => onChange({ until })}
      />
      <Field
        label={t("add.guardian")}
        note={t("add.guardianNote")}
        value={sitter.guardian}
        maxLength={80}
        autoComplete="off"
        onChange={(guardian) => onChange({ guardian })}
      />
    </div>
  );
}
