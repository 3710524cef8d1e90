import { useMutation } from "@tanstack/react-query";
import { api, told, upload } from "../../api/client";
import type { Given } from "./enrolment";

/** Uploads files one after the other and has the server look at each. */
export function useGiving(use: "photo" | "voice", onGiven: (given: Given) => void) {
  return useMutation({
    mutationFn: async (files: { blob: Blob; name: string }[]) => {
      for (const { blob, name } of files) {
        const asset = await upload(blob, name);
        const params = { path: { asset: asset.id }, query: { use } };
        const check = await told(api.GET("/v1/assets/{asset}/check", { params }));
        onGiven({ asset, check });
      }
    },
  });
}
