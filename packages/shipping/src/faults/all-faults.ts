import { hang, resetMidAnswer, resetMidBody, serverErrors, throttle } from "./api-errors.ts";
import { bufferBound, diskFull } from "./bounds.ts";
import { calm } from "./calm.ts";
import { clockAhead } from "./clock.ts";
import { credentialsExpired } from "./credentials.ts";
import type { Fault } from "./fault.ts";
import { groupDeleted, groupDeletedRestarted } from "./group-deleted.ts";
import { invalidUtf8, lookAlikes, unusualCharacters } from "./hostile.ts";
import { killedInOutage } from "./killed-in-outage.ts";
import { killedInLongLines, lines2m, lines40k, lines40kOfTwoPods, lines300k } from "./long-lines.ts";
import { longOutage, outage } from "./outage.ts";
import { podReplaced, upgrade } from "./pods.ts";
import { reboot } from "./reboot.ts";
import { reusedInode, rotatedAndIdle, rotatedTwiceWhileDown, rotationInOutage, rotationWhileDown } from "./rotation.ts";
import { twoKills } from "./two-kills.ts";
import { burst, manyFiles } from "./volume.ts";

/** Every fault of the suite, in the order of the report. */
export const allFaults: readonly Fault[] = [
  calm,
  outage,
  longOutage,
  twoKills,
  killedInOutage,
  reboot,
  throttle,
  serverErrors,
  resetMidBody,
  resetMidAnswer,
  hang,
  rotationInOutage,
  rotationWhileDown,
  rotatedTwiceWhileDown,
  rotatedAndIdle,
  reusedInode,
  lines40k,
  lines40kOfTwoPods,
  killedInLongLines,
  lines300k,
  lines2m,
  unusualCharacters,
  lookAlikes,
  invalidUtf8,
  bufferBound,
  diskFull,
  credentialsExpired,
  clockAhead,
  groupDeleted,
  groupDeletedRestarted,
  burst,
  manyFiles,
  podReplaced,
  upgrade,
];
