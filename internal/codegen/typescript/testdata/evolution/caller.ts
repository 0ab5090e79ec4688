// Written against version 1.0.0 of the flow. It compiles against 1.1.0 as it stands.
import { Kind, Source, UploadId, chosenRef, parseChosenRef, uploadApp } from "upload/upload";
import type { ChosenInit, SentEnd, UploadApp, UploadAppOptions } from "upload/upload";

const options: UploadAppOptions = { processor: { onEnd: () => undefined }, appVersion: "1.0" };
const app: UploadApp = uploadApp(options);
const uploadId = UploadId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa");

const init: ChosenInit = { uploadId, source: "files", kind: Kind.image, album: "Summer" };
app.chosen(init);
const chosen = app.chosen({ uploadId, source: Source.camera, kind: "hologram" });
const end: SentEnd = { size: 4096 };
app.startSent({ parent: chosen }).end(end);
app.startSent({ parent: parseChosenRef("") ?? chosenRef(uploadId) }).end();

export function describe(kind: Kind): string {
  switch (kind) {
    case "image":
      return "an image";
    default:
      return "another file";
  }
}
