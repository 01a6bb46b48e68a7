using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MpnstApi.Tests;

/// <summary>Made-up studies in the registry's JSON.</summary>
public static class StudyJson
{
    // Texts stand in the JSON as tests write them, so that tests can replace them there.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// A study in one line: by default a trial of soft tissue sarcomas of which nothing more is said. What is null is
    /// left out; a module of which all is null too.
    /// </summary>
    /// <param name="status">As the registry writes it, such as RECRUITING.</param>
    /// <param name="updated">The day of the last update.</param>
    /// <param name="drug">The only intervention.</param>
    /// <param name="armLabel">Of the only arm, with <paramref name="armDescription"/>.</param>
    public static string Of(
        string id,
        string? title = "A study of soft tissue sarcoma",
        string? condition = "Soft Tissue Sarcoma",
        string? organisationId = null,
        string? officialTitle = null,
        string? status = null,
        string? statusVerified = null,
        string? start = null,
        string? updated = null,
        string? sponsor = null,
        string[]? collaborators = null,
        string? summary = null,
        string? description = null,
        string? keyword = null,
        string? phase = null,
        string? drug = null,
        string? armLabel = null,
        string? armDescription = null,
        string? criteria = null,
        string[]? cities = null,
        bool? hasResults = null
    ) =>
        Members(
                (
                    "protocolSection",
                    Members(
                        (
                            "identificationModule",
                            Members(
                                ("nctId", id),
                                ("orgStudyIdInfo", Members(("id", organisationId))),
                                ("briefTitle", title),
                                ("officialTitle", officialTitle)
                            )
                        ),
                        (
                            "statusModule",
                            Members(
                                ("statusVerifiedDate", statusVerified),
                                ("overallStatus", status),
                                ("startDateStruct", Members(("date", start))),
                                ("lastUpdatePostDateStruct", Members(("date", updated)))
                            )
                        ),
                        (
                            "sponsorCollaboratorsModule",
                            Members(
                                ("leadSponsor", Members(("name", sponsor))),
                                (
                                    "collaborators",
                                    List(collaborators?.Select(name => Members(("name", name))))
                                )
                            )
                        ),
                        (
                            "descriptionModule",
                            Members(("briefSummary", summary), ("detailedDescription", description))
                        ),
                        (
                            "conditionsModule",
                            Members(("conditions", List(condition)), ("keywords", List(keyword)))
                        ),
                        (
                            "designModule",
                            Members(
                                ("studyType", phase is null ? null : "INTERVENTIONAL"),
                                ("phases", List(phase))
                            )
                        ),
                        (
                            "armsInterventionsModule",
                            Members(
                                (
                                    "armGroups",
                                    List(
                                        Members(
                                            ("label", armLabel),
                                            ("description", armDescription)
                                        )
                                    )
                                ),
                                (
                                    "interventions",
                                    List(
                                        drug is null
                                            ? null
                                            : Members(("type", "DRUG"), ("name", drug))
                                    )
                                )
                            )
                        ),
                        ("eligibilityModule", Members(("eligibilityCriteria", criteria))),
                        (
                            "contactsLocationsModule",
                            Members(
                                ("locations", List(cities?.Select(city => Members(("city", city)))))
                            )
                        )
                    )
                ),
                ("hasResults", hasResults)
            )!
            .ToJsonString(Readable);

    private static JsonObject? Members(params (string Name, JsonNode? Value)[] members)
    {
        var given = members.Where(member => member.Value is not null).ToList();
        return given.Count == 0
            ? null
            : new JsonObject(
                given.Select(member => KeyValuePair.Create(member.Name, member.Value))
            );
    }

    private static JsonArray? List(JsonNode? only) => only is null ? null : new JsonArray(only);

    private static JsonArray? List(IEnumerable<JsonNode?>? items) =>
        items is null ? null : new JsonArray([.. items]);
}
