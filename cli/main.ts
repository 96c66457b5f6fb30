/** `kubewright` */
import { standardIo } from "./io.ts";
import { run } from "./run.ts";

void run(process.argv.slice(2), standardIo());
