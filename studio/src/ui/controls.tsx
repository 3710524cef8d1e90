import type { ReactNode } from "react";
import {
  Button,
  type ButtonProps,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select,
  SelectValue,
  Text,
  TextField,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import { Icon, type IconName } from "./Icon";

type Look = "primary" | "plain" | "quiet" | "danger";

/** A button with words, and an icon if it helps. */
export function Action({
  look = "plain",
  icon,
  children,
  ...rest
}: Omit<ButtonProps, "children"> & { look?: Look; icon?: IconName; children: ReactNode }) {
  return (
    <Button {...rest} className={`button button-${look}`}>
      {icon && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </Button>
  );
}

/** A button that is an icon; its name is read aloud and shown on focus and hover. */
export function IconAction({
  icon,
  name,
  ...rest
}: ButtonProps & { icon: IconName; name: string }) {
  return (
    <TooltipTrigger delay={500}>
      <Button {...rest} aria-label={name} className="icon-button">
        <Icon name={icon} />
      </Button>
      <Tooltip className="tooltip">{name}</Tooltip>
    </TooltipTrigger>
  );
}

export type Option<Value extends string> = { id: Value; name: string; note?: string; picture?: ReactNode };

/** One of a few, all in sight. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  note,
  look = "segments",
}: {
  label: string;
  value: Value;
  options: Option<Value>[];
  onChange: (value: Value) => void;
  note?: string | undefined;
  look?: "segments" | "tiles";
}) {
  return (
    <RadioGroup
      className={`choice choice-${look}`}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      orientation="horizontal"
    >
      <Label className="label">{label}</Label>
      <div className="choice-options">
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className="choice-option">
            {option.picture}
            <span className="choice-name">{option.name}</span>
            {option.note && <span className="choice-note">{option.note}</span>}
          </Radio>
        ))}
      </div>
      {note && (
        <Text slot="description" className="note">
          {note}
        </Text>
      )}
    </RadioGroup>
  );
}

/** One of many, in a list that opens. */
export function Picker<Value extends string>({
  label,
  value,
  options,
  onChange,
  isLabelHidden = false,
  placeholder = "",
}: {
  label: string;
  value: Value | null;
  options: (Option<Value> & { isDisabled?: boolean })[];
  onChange: (value: Value) => void;
  isLabelHidden?: boolean;
  placeholder?: string;
}) {
  return (
    <Select
      className="picker"
      value={value}
      onChange={(key) => key !== null && onChange(key as Value)}
      {...(isLabelHidden ? { "aria-label": label } : {})}
      disabledKeys={options.filter((option) => option.isDisabled).map((option) => option.id)}
    >
      {!isLabelHidden && <Label className="label">{label}</Label>}
      <Button className="picker-button">
        <SelectValue className="picker-value">{({ selectedText }) => selectedText || placeholder}</SelectValue>
        <Icon name="open" size={16} />
      </Button>
      <Popover className="popover" offset={4}>
        <ListBox className="picker-list">
          {options.map((option) => (
            <ListBoxItem
              key={option.id}
              id={option.id}
              textValue={option.name}
              className="picker-item"
            >
              <Text slot="label">{option.name}</Text>
              {option.note && (
                <Text slot="description" className="picker-note">
                  {option.note}
                </Text>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** One line of text. */
export function Field({
  label,
  value,
  onChange,
  note,
  problem,
  isLabelHidden = false,
  icon,
  ...rest
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  note?: string;
  problem?: string | null;
  isLabelHidden?: boolean;
  icon?: IconName;
  placeholder?: string;
  type?: string;
  inputMode?: "numeric" | "text" | "search";
  maxLength?: number;
  isRequired?: boolean;
  min?: string;
  autoComplete?: string;
}) {
  const { placeholder, min, ...field } = rest;
  return (
    <TextField
      {...field}
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={Boolean(problem)}
      {...(isLabelHidden ? { "aria-label": label } : {})}
    >
      {!isLabelHidden && <Label className="label">{label}</Label>}
      <div className="field-box">
        {icon && <Icon name={icon} size={18} />}
        <Input className="field-input" placeholder={placeholder} min={min} />
      </div>
      {note && (
        <Text slot="description" className="note">
          {note}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  );
}
