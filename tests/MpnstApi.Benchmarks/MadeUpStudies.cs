using System.Text.Json.Nodes;

namespace MpnstApi.Benchmarks;

/// <summary>
/// Writes made-up studies in the registry's JSON, the same for the same count. Values come from the bundled snapshot in
/// the frequencies it has (phases, statuses, countries, conditions, interventions), years and texts from tables here;
/// sponsors grow with the number of studies, as they do in a registry.
/// </summary>
internal sealed class MadeUpStudies
{
    private const int Seed = 152;
    private const int StudiesPerSponsor = 15;

    private static readonly string[] Inclusion =
    [
        "Histologically or cytologically confirmed {0} that is metastatic or cannot be removed by surgery",
        "Age of {1} years or older on the day of consent",
        "ECOG performance status of {2} or lower",
        "At least one lesion that can be measured by RECIST version 1.1, outside a field that was irradiated before",
        "Absolute neutrophil count of at least {3},000 per microlitre without growth factors within seven days",
        "Platelet count of at least {4}0,000 per microlitre without transfusion within seven days",
        "Total bilirubin of at most {2}.5 times the upper limit of normal; patients with Gilbert syndrome may have up to three times",
        "Creatinine clearance of at least {4} mL/min by the Cockcroft-Gault formula",
        "No more than {3} prior lines of systemic treatment for advanced disease",
        "Tumour tissue from the last {1} months available for central review, or willingness to have a new biopsy",
        "Women who can become pregnant must have a negative serum test within {3} days before the first dose",
        "Life expectancy of at least {1} weeks in the judgement of the investigator",
        "Recovery to grade 1 or better from the effects of earlier treatment, except for alopecia and neuropathy of grade {2}",
        "Left ventricular ejection fraction of at least {4} percent by echocardiography or MUGA",
        "Ability to swallow and retain oral medication",
        "Written informed consent of the patient or a legal representative before any procedure of the study",
    ];

    private static readonly string[] Exclusion =
    [
        "Another malignancy within the last {3} years, unless treated with curative intent and without relapse",
        "Symptomatic metastases of the central nervous system, or need for corticosteroids to control them",
        "Major surgery within {1} days before the first dose",
        "Uncontrolled hypertension, unstable angina or myocardial infarction within the last {1} months",
        "Known infection with HIV with a CD4 count under {4}0 per microlitre, or active hepatitis B or C",
        "Corrected QT interval above 4{4} milliseconds, or a family history of long QT syndrome",
        "Strong inhibitors or inducers of CYP3A4 within {3} days before the first dose",
        "Autoimmune disease that needed systemic treatment within the last {2} years",
        "Pregnancy or breast-feeding",
        "Radiotherapy within {1} days before the first dose; palliative fields are allowed up to {3} days before",
        "Any condition that in the opinion of the investigator makes participation unsafe",
    ];

    private readonly Random random = new(Seed);
    private readonly IReadOnlyList<JsonNode> snapshot;
    private readonly IReadOnlyList<string> conditions;
    private readonly IReadOnlyList<JsonNode> interventions;
    private readonly IReadOnlyList<string> countries;
    private readonly int sponsors;

    private MadeUpStudies(int count, string snapshotPath)
    {
        snapshot =
        [
            .. File.ReadLines(snapshotPath)
                .Select(line => JsonNode.Parse(line)!["protocolSection"]!),
        ];
        conditions =
        [
            .. Items("conditionsModule", "conditions")
                .Select(condition => condition.GetValue<string>()),
        ];
        interventions = [.. Items("armsInterventionsModule", "interventions")];
        countries =
        [
            .. Items("contactsLocationsModule", "locations")
                .Select(location => location["country"]?.GetValue<string>())
                .OfType<string>(),
        ];
        sponsors = Math.Max(1, count / StudiesPerSponsor);
    }

    public static async Task WriteAsync(int count, string snapshot, string path)
    {
        var studies = new MadeUpStudies(count, snapshot);
        await using var file = File.Create(path);
        await using var writer = new StreamWriter(file);
        for (var number = 0; number < count; number++)
        {
            await writer.WriteLineAsync(studies.Next(number).ToJsonString());
        }
    }

    private JsonObject Next(int number)
    {
        var start = new DateOnly(1995, 1, 1).AddDays(
            (int)(Math.Sqrt(random.NextDouble()) * 11_600)
        );
        var model = Any(snapshot);
        var condition = Any(conditions);
        var given = Some(interventions, 1, 4);
        var firstDrug = given[0]["name"]!.GetValue<string>();
        var sponsor = (int)(Math.Pow(random.NextDouble(), 2) * sponsors);
        return new JsonObject
        {
            ["protocolSection"] = new JsonObject
            {
                ["identificationModule"] = new JsonObject
                {
                    ["nctId"] = $"NCT{10_000_000 + number:00000000}",
                    ["orgStudyIdInfo"] = new JsonObject { ["id"] = $"STUDY-{sponsor}-{number}" },
                    ["briefTitle"] = $"{firstDrug} in Patients With {condition} ({number})",
                    ["officialTitle"] =
                        $"A Multicentre Study of the Efficacy and Safety of {firstDrug} in Patients With {condition}",
                },
                ["statusModule"] = new JsonObject
                {
                    ["overallStatus"] = model["statusModule"]?["overallStatus"]?.DeepClone(),
                    ["statusVerifiedDate"] = $"{start.AddDays(random.Next(2_000)):yyyy-MM}",
                    ["startDateStruct"] = Date(start),
                    ["primaryCompletionDateStruct"] = Date(start.AddDays(400 + random.Next(1_500))),
                    ["completionDateStruct"] = Date(start.AddDays(700 + random.Next(2_500))),
                    ["studyFirstPostDateStruct"] = Date(start.AddDays(-random.Next(200))),
                    ["lastUpdatePostDateStruct"] = Date(start.AddDays(random.Next(2_500))),
                },
                ["sponsorCollaboratorsModule"] = new JsonObject
                {
                    ["leadSponsor"] = new JsonObject
                    {
                        ["name"] = $"Cancer Centre {sponsor:00000}",
                        ["class"] = random.Next(4) == 0 ? "INDUSTRY" : "OTHER",
                    },
                },
                ["descriptionModule"] = new JsonObject
                {
                    ["briefSummary"] =
                        $"This study looks at how well {firstDrug} works in patients with {condition}. Participants receive the "
                        + $"treatment in cycles of {14 + random.Next(15)} days until the disease progresses.",
                },
                ["conditionsModule"] = new JsonObject
                {
                    ["conditions"] = new JsonArray([
                        .. Some(conditions, 0, 2)
                            .Append(condition)
                            .Distinct()
                            .Select(text => JsonValue.Create(text)),
                    ]),
                },
                ["designModule"] = new JsonObject
                {
                    ["studyType"] = model["designModule"]?["studyType"]?.DeepClone(),
                    ["phases"] = model["designModule"]?["phases"]?.DeepClone(),
                    ["designInfo"] = model["designModule"]?["designInfo"]?.DeepClone(),
                    ["enrollmentInfo"] = new JsonObject
                    {
                        ["count"] = 10 + random.Next(400),
                        ["type"] = start.Year < 2025 ? "ACTUAL" : "ESTIMATED",
                    },
                },
                ["armsInterventionsModule"] = new JsonObject
                {
                    ["armGroups"] = new JsonArray([
                        .. given.Select(
                            (intervention, arm) =>
                                new JsonObject
                                {
                                    ["label"] = $"Arm {(char)('A' + arm)}",
                                    ["type"] = "EXPERIMENTAL",
                                    ["interventionNames"] = new JsonArray(
                                        NameWithType(intervention)
                                    ),
                                }
                        ),
                    ]),
                    ["interventions"] = new JsonArray([
                        .. given.Select(intervention => intervention.DeepClone()),
                    ]),
                },
                ["eligibilityModule"] = new JsonObject
                {
                    ["eligibilityCriteria"] = Criteria(condition),
                    ["sex"] = "ALL",
                    ["minimumAge"] = $"{random.Next(2, 19)} Years",
                    ["stdAges"] = new JsonArray("ADULT", "OLDER_ADULT"),
                },
                ["contactsLocationsModule"] = new JsonObject
                {
                    ["locations"] = new JsonArray([
                        .. Some(countries, 1, 6)
                            .Select(country => new JsonObject
                            {
                                ["city"] = "City",
                                ["country"] = country,
                            }),
                    ]),
                },
            },
            ["hasResults"] = random.Next(5) == 0,
        };
    }

    private string Criteria(string condition)
    {
        var lines = new List<string> { "Inclusion Criteria:", "" };
        lines.AddRange(
            Some(Inclusion, 8, Inclusion.Length)
                .Distinct()
                .Select(text => "* " + Filled(text, condition))
        );
        lines.AddRange(["", "Exclusion Criteria:", ""]);
        lines.AddRange(
            Some(Exclusion, 6, Exclusion.Length)
                .Distinct()
                .Select(text => "* " + Filled(text, condition))
        );
        return string.Join('\n', lines);
    }

    private string Filled(string text, string condition) =>
        string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            text,
            condition,
            12 + random.Next(10),
            1 + random.Next(2),
            2 + random.Next(5),
            40 + random.Next(60)
        );

    private static JsonNode NameWithType(JsonNode intervention)
    {
        var type = intervention["type"]?.GetValue<string>() ?? "OTHER";
        return $"{type[0]}{type[1..].ToLowerInvariant()}: {intervention["name"]!.GetValue<string>()}";
    }

    private static JsonObject Date(DateOnly day) => new() { ["date"] = $"{day:yyyy-MM-dd}" };

    private T Any<T>(IReadOnlyList<T> pool) => pool[random.Next(pool.Count)];

    private List<T> Some<T>(IReadOnlyList<T> pool, int least, int most) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => Any(pool))];

    private IEnumerable<JsonNode> Items(string module, string list) =>
        snapshot.SelectMany(study => study[module]?[list]?.AsArray() ?? []).OfType<JsonNode>();
}
