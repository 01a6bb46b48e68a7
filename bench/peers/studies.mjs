// The members of a study that the peers serve.
import { readFileSync } from "node:fs";

export function* load(file) {
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (!line) continue;
    const study = JSON.parse(line).protocolSection;
    yield {
      id: study.identificationModule.nctId,
      title: study.identificationModule.briefTitle,
      phase: study.designModule.phases?.join("_") ?? null,
      status: study.statusModule.overallStatus,
      startDate: study.statusModule.startDateStruct.date,
      sponsor: study.sponsorCollaboratorsModule.leadSponsor,
      conditions: study.conditionsModule.conditions,
      drugs: study.armsInterventionsModule.interventions.map((one) => one.name),
      countries: study.contactsLocationsModule.locations.map((one) => one.country),
      enrollment: study.designModule.enrollmentInfo,
    };
  }
}
