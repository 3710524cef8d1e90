import { Label, Slider, SliderOutput, SliderThumb, SliderTrack, Switch } from "react-aria-components";
import { useEstimate, useModels, useServerSettings } from "../../api/queries";
import type { Model } from "../../api/types";
import { type Language, LANGUAGES, useFormats, useWords } from "../../i18n";
import { type Draft, hasPlace, mayShowPeople, useDraft } from "../../state/draft";
import { useLongest } from "../../state/longer";
import { Field, IconAction, Picker } from "../../ui/controls";
import { PURPOSES } from "../cast/enrolment";
import { SizeChoice } from "./SizeChoice";
import { useFittingSize } from "./useFittingSize";
import { Viewfinder } from "./Viewfinder";

const NO_LABEL = "none";
const NOT_SAID = "unsaid";
/** What the visible label says. */
const LABELS: Record<Language, string> = {
  en: "Made with AI",
  ca: "Fet amb IA",
  es: "Hecho con IA",
  zh: "由AI生成",
};

/** How the clip is made, and what that costs in time and memory here. */
export function ShotSettings({ model }: { model: Model | null }) {
  const { t } = useWords();
  const { draft, change } = useDraft();
  const models = useModels().data?.data ?? [];
  const limits = useServerSettings().data?.limits;
  const longest = useLongest();
  const sizes = limits?.sizes ?? [draft.size];
  useFittingSize();
  return (
    <>
      <Viewfinder size={draft.size} seconds={draft.seconds} />
      {draft.continues === null && (
        <SizeChoice size={draft.size} sizes={sizes} onChange={(size) => change({ size })} />
      )}
      <Length shortest={limits?.shortest_seconds ?? 1} longest={longest} />
      <Picker
        label={t("shot.model")}
        placeholder={t("common.loading")}
        value={model?.id ?? null}
        onChange={(id) => change({ model: id })}
        options={models.map((one) => ({
          id: one.id,
          name: one.id,
          note: one.problem ?? one.summary,
        }))}
      />
      <Numbers model={model} most={limits?.most_steps ?? 200} />
      <Field
        label={t("shot.title")}
        maxLength={200}
        placeholder={t("shot.titleExample")}
        value={draft.title}
        onChange={(title) => change({ title })}
      />
      {draft.mode !== "audio" && (
        <Switch
          className="switch"
          isSelected={draft.hasSound}
          onChange={(hasSound) => change({ hasSound })}
        >
          <span className="switch-track" aria-hidden="true">
            <span />
          </span>
          {t("shot.sound")}
        </Switch>
      )}
      <VisibleLabel />
      {mayShowPeople(draft) && <Purpose />}
      <Cost model={model} />
    </>
  );
}

function Length({ shortest, longest }: { shortest: number; longest: number }) {
  const { t } = useWords();
  const { seconds } = useFormats();
  const { draft, change } = useDraft();
  return (
    <Slider
      className="slider"
      minValue={shortest}
      maxValue={longest}
      step={0.5}
      value={draft.seconds}
      onChange={(value) => change({ seconds: value, followsWords: false })}
    >
      <Label className="label">{t("shot.length")}</Label>
      <SliderOutput className="slider-value">{() => seconds(draft.seconds)}</SliderOutput>
      <SliderTrack className="slider-track">
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
    </Slider>
  );
}

function Numbers({ model, most }: { model: Model | null; most: number }) {
  const { t } = useWords();
  const { draft, change } = useDraft();
  const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : null);
  return (
    <div className="numbers">
      <div className="numbers-seed">
        <Field
          label={t("shot.seed")}
          inputMode="numeric"
          maxLength={15}
          placeholder={t("shot.seedAny")}
          value={draft.seed === null ? "" : String(draft.seed)}
          onChange={(text) => change({ seed: whole(text) })}
        />
        <IconAction
          icon="dice"
          name={t("shot.seedRoll")}
          onPress={() => change({ seed: Math.floor(Math.random() * 2 ** 31) })}
        />
      </div>
      <Field
        label={t("shot.steps")}
        inputMode="numeric"
        maxLength={3}
        placeholder={model?.steps != null ? String(model.steps) : t("shot.stepsUsual")}
        value={draft.steps === null ? "" : String(draft.steps)}
        problem={draft.steps !== null && (draft.steps < 1 || draft.steps > most)
          ? t("shot.stepsRange", { most })
          : null}
        onChange={(text) => change({ steps: whole(text) })}
      />
    </div>
  );
}

/** Words in the corner of the picture, for where the law or the maker wants them. */
function VisibleLabel() {
  const { t } = useWords();
  const { draft, change } = useDraft();
  const languages = Object.keys(LABELS) as Language[];
  return (
    <Picker<Language | typeof NO_LABEL>
      label={t("shot.label")}
      value={draft.label ?? NO_LABEL}
      onChange={(id) => change({ label: id === NO_LABEL ? null : id })}
      options={[
        { id: NO_LABEL, name: t("shot.labelNone") },
        ...languages.map((id) => ({ id, name: LANGUAGES[id], note: LABELS[id] })),
      ]}
    />
  );
}

/** What it is for: asked of the people's consents, and told by the file, where it is chosen. */
function Purpose() {
  const { t } = useWords();
  const { draft, change } = useDraft();
  return (
    <Picker<NonNullable<Draft["purpose"]> | typeof NOT_SAID>
      label={t("shot.purpose")}
      value={draft.purpose ?? NOT_SAID}
      onChange={(id) => change({ purpose: id === NOT_SAID ? null : id })}
      options={[
        { id: NOT_SAID, name: t("shot.purposeNone") },
        ...PURPOSES.map((id) => ({ id, name: t(`purpose.${id}`) })),
      ]}
    />
  );
}

/** What it will take, as measured on earlier clips; says so when nobody knows. */
function Cost({ model }: { model: Model | null }) {
  const { t } = useWords();
  const { seconds, bytes } = useFormats();
  const { draft } = useDraft();
  const steps = draft.steps !== null && draft.steps >= 1 && draft.steps <= 200 ? draft.steps : null;
  const { seconds: length, size, continues } = draft;
  const has_place = hasPlace(draft) && draft.place !== null;
  const has_image = draft.mode === "image" && draft.image !== null;
  const shot = { model: model?.id ?? "nano", seconds: length, size, steps, continues };
  const wanted = { ...shot, has_place, has_image };
  const cost = useEstimate(wanted, model?.is_ready === true).data;
  if (cost === undefined) return <div className="cost" />;
  return (
    <dl className="cost" aria-live="polite">
      <div>
        <dt>{t("cost.time")}</dt>
        <dd>
          {cost.seconds === null ? t("cost.unknown") : t("cost.about", { time: seconds(cost.seconds) })}
        </dd>
        <dd className="note">
          {cost.measured_jobs > 0
            ? t(cost.measured_jobs === 1 ? "cost.measuredOne" : "cost.measured", { n: cost.measured_jobs })
            : t("cost.unmeasured")}
        </dd>
      </div>
      <div>
        <dt>{t("cost.memory")}</dt>
        <dd className={cost.fits ? "" : "note-bad"}>{bytes(cost.memory_bytes)}</dd>
        <dd className="note">
          {t(cost.fits ? "cost.fits" : "cost.tooMuch", { budget: bytes(cost.memory_budget_bytes) })}
        </dd>
      </div>
    </dl>
  );
}
