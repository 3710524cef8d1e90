import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";
import { api, told } from "../api/client";
import { useWords } from "../i18n";
import { Action, Field } from "../ui/controls";
import { Failure } from "../ui/feedback";

/** A server that others can reach asks for its token once a browser. */
export function SignIn() {
  const { t } = useWords();
  const client = useQueryClient();
  const [token, setToken] = useState("");
  const open = useMutation({
    mutationFn: () => told(api.POST("/v1/session", { body: { token } })),
    onSuccess: (session) => client.setQueryData(["session"], session),
  });
  const isWrong = open.data !== undefined && !open.data.is_allowed;
  return (
    <main className="alone">
      <p className="wordmark">Retrat</p>
      <Form
        className="alone-card"
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate();
        }}
      >
        <h1 className="page-title">{t("signin.title")}</h1>
        <p>{t("signin.words")}</p>
        <Field
          label={t("signin.token")}
          type="password"
          autoComplete="current-password"
          value={token}
          onChange={setToken}
          problem={isWrong ? t("signin.wrong") : null}
        />
        {open.isError && <Failure error={open.error} />}
        <Action look="primary" type="submit" isDisabled={token === "" || open.isPending}>
          {t("signin.open")}
        </Action>
      </Form>
    </main>
  );
}
