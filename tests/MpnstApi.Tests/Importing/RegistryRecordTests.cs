using System.Text.Json.Nodes;
using MpnstApi.Importing;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>Unmodified documents of the registry, of many diseases and shapes, come through whole.</summary>
public abstract class RegistryRecordTests(StorageProvider provider)
{
    [Fact]
    public async Task Every_record_imports_and_every_fact_is_equal_to_the_source()
    {
        var files = RegistryData.RecordFiles;
        await using var test = await TestStore.CreateAsync(provider);

        var report = await test.Importer()
            .ImportAsync(
                ImportSource.FromPath(Path.GetDirectoryName(files[0])!),
                true,
                null,
                TestContext.Current.CancellationToken
            );

        Assert.Empty(report.Rejected);
        Assert.Equal(files.Count, report.Run.Added);
        var current = await test.CurrentAsync();
        foreach (var file in files)
        {
            var source = JsonNode.Parse(
                await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)
            )!;
            AssertEqual(source, current[Path.GetFileNameWithoutExtension(file)]);
        }
    }

    [Fact]
    public async Task Every_fact_of_the_bundled_snapshot_is_equal_to_its_line()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(
            string.Join('\n', RegistryData.SnapshotLines),
            kind: RunKind.Snapshot
        );
        var current = await test.CurrentAsync();

        foreach (var line in RegistryData.SnapshotLines)
        {
            var source = JsonNode.Parse(line)!;
            var id = Text(source, "protocolSection.identificationModule.nctId")!;
            AssertEqual(source, current[id]);
            var facts = StoredJson.Read<TrialFacts>(current[id].Facts);
            Assert.Equal(Text(source, "snapshot.mpnst"), facts.SnapshotScope);
            Assert.Equal(Text(source, "snapshot.mpnstNamedIn"), facts.SnapshotNamedIn);
            Assert.Equal(Text(source, "snapshot.statusAsOf"), facts.StatusAsOf);
            Assert.Equal(Text(source, "snapshot.titleSource"), facts.TitleSource);
            Assert.Equal(Texts(source, "snapshot.caveats"), facts.Caveats);
            Assert.Equal(Texts(source, "snapshot.sources"), facts.Source.References);
        }
    }

    [Fact]
    public async Task Names_of_contact_persons_are_not_stored()
    {
        var files = RegistryData.RecordFiles;
        await using var test = await TestStore.CreateAsync(provider);
        var withContacts = files
            .Select(file =>
                (Text: File.ReadAllText(file), Node: JsonNode.Parse(File.ReadAllText(file))!)
            )
            .Where(record =>
                Nodes(record.Node, "protocolSection.contactsLocationsModule.centralContacts").Count
                > 0
            )
            .ToList();
        await test.ImportAsync(string.Join('\n', withContacts.Select(record => record.Text)));
        var current = await test.CurrentAsync();

        Assert.NotEmpty(withContacts);
        foreach (var (_, node) in withContacts)
        {
            var version = current[Text(node, "protocolSection.identificationModule.nctId")!];
            foreach (
                var contact in Nodes(
                    node,
                    "protocolSection.contactsLocationsModule.centralContacts"
                )
            )
            {
                if (Text(contact, "email") is { } email)
                {
                    Assert.DoesNotContain(email, version.Facts, StringComparison.Ordinal);
                }
                if (Text(contact, "phone") is { Length: > 6 } phone)
                {
                    Assert.DoesNotContain(phone, version.Facts, StringComparison.Ordinal);
                }
            }
        }
    }

    private static void AssertEqual(JsonNode source, TrialVersion version)
    {
        var facts = StoredJson.Read<TrialFacts>(version.Facts);
        var texts = StoredJson.Read<TrialNarrative>(version.Texts);
        const string Identification = "protocolSection.identificationModule";
        const string Status = "protocolSection.statusModule";
        const string Design = "protocolSection.designModule";
        const string Eligibility = "protocolSection.eligibilityModule";
        const string Arms = "protocolSection.armsInterventionsModule";
        const string Sponsors = "protocolSection.sponsorCollaboratorsModule";
        Assert.Equal(Text(source, $"{Identification}.nctId"), facts.Id);
        Assert.Equal(Text(source, $"{Identification}.briefTitle"), facts.Title);
        Assert.Equal(Text(source, $"{Identification}.officialTitle"), facts.OfficialTitle);
        Assert.Equal(Text(source, $"{Identification}.acronym"), facts.Acronym);
        Assert.Equal(
            [
                .. new[] { Text(source, $"{Identification}.orgStudyIdInfo.id") }.OfType<string>(),
                .. Nodes(source, $"{Identification}.secondaryIdInfos")
                    .Select(info => Text(info, "id")!),
                .. Texts(source, $"{Identification}.nctIdAliases"),
            ],
            facts.Ids.Select(id => id.Value)
        );
        Assert.Equal(Text(source, $"{Design}.studyType"), facts.StudyType);
        Assert.Equal(Text(source, $"{Design}.designInfo.primaryPurpose"), facts.PrimaryPurpose);
        Assert.Equal(Text(source, $"{Design}.designInfo.allocation"), facts.Allocation);
        Assert.Equal(Text(source, $"{Design}.designInfo.maskingInfo.masking"), facts.Masking);
        Assert.Equal(Texts(source, $"{Design}.phases"), facts.Phases);
        Assert.Equal(
            At(source, $"{Design}.enrollmentInfo.count")?.GetValue<int>(),
            facts.EnrollmentCount
        );
        Assert.Equal(Text(source, $"{Design}.enrollmentInfo.type"), facts.EnrollmentType);
        Assert.Equal(Text(source, $"{Status}.overallStatus"), facts.OverallStatus);
        Assert.Equal(Text(source, $"{Status}.whyStopped"), facts.WhyStopped);
        Assert.Equal(Text(source, $"{Status}.startDateStruct.date"), facts.StartDate);
        Assert.Equal(
            Text(source, $"{Status}.primaryCompletionDateStruct.date"),
            facts.PrimaryCompletionDate
        );
        Assert.Equal(Text(source, $"{Status}.completionDateStruct.date"), facts.CompletionDate);
        Assert.Equal(Text(source, $"{Status}.studyFirstPostDateStruct.date"), facts.FirstPosted);
        Assert.Equal(Text(source, $"{Status}.lastUpdatePostDateStruct.date"), facts.LastUpdate);
        Assert.Equal(Text(source, $"{Sponsors}.leadSponsor.name"), facts.Sponsor?.Name);
        Assert.Equal(Text(source, $"{Sponsors}.leadSponsor.class"), facts.Sponsor?.Class);
        Assert.Equal(
            Nodes(source, $"{Sponsors}.collaborators")
                .Select(node => new StoredSponsor(Text(node, "name")!, Text(node, "class"))),
            facts.Collaborators
        );
        Assert.Equal(
            Texts(source, "protocolSection.conditionsModule.conditions"),
            facts.Conditions
        );
        Assert.Equal(Texts(source, "protocolSection.conditionsModule.keywords"), facts.Keywords);
        Assert.Equal(Text(source, $"{Eligibility}.minimumAge"), facts.MinimumAge);
        Assert.Equal(Text(source, $"{Eligibility}.maximumAge"), facts.MaximumAge);
        Assert.Equal(Text(source, $"{Eligibility}.sex"), facts.Sex);
        Assert.Equal(Texts(source, $"{Eligibility}.stdAges"), facts.StdAges);
        Assert.Equal(Text(source, $"{Eligibility}.eligibilityCriteria"), texts.EligibilityCriteria);
        Assert.Equal(
            Text(source, "protocolSection.descriptionModule.briefSummary"),
            texts.BriefSummary
        );
        Assert.Equal(
            Text(source, "protocolSection.descriptionModule.detailedDescription"),
            texts.DetailedDescription
        );
        var interventions = Nodes(source, $"{Arms}.interventions");
        Assert.Equal(
            interventions.Select(node => (Text(node, "type"), Text(node, "name")!)),
            facts.Interventions.Select(intervention => (intervention.Type, intervention.Name))
        );
        Assert.Equal(
            interventions.SelectMany(node => Texts(node, "otherNames")),
            facts.Interventions.SelectMany(intervention => intervention.OtherNames)
        );
        Assert.Equal(
            interventions.Select(node => Text(node, "description")),
            texts.InterventionDescriptions
        );
        var arms = Nodes(source, $"{Arms}.armGroups");
        Assert.Equal(
            arms.Select(node => (Text(node, "label"), Text(node, "type"))),
            facts.Arms.Select(arm => (arm.Label, arm.Type))
        );
        Assert.Equal(
            arms.SelectMany(node => Texts(node, "interventionNames")),
            facts.Arms.SelectMany(arm => arm.Interventions)
        );
        Assert.Equal(arms.Select(node => Text(node, "description")), texts.ArmDescriptions);
        Assert.Equal(
            new[] { "primary", "secondary", "other" }.SelectMany(kind =>
                Nodes(source, $"protocolSection.outcomesModule.{kind}Outcomes")
                    .Select(node => new StoredOutcome(
                        kind.ToUpperInvariant(),
                        Text(node, "measure")!,
                        Text(node, "timeFrame")
                    ))
            ),
            facts.Outcomes
        );
        Assert.Equal(
            Nodes(source, "protocolSection.contactsLocationsModule.locations")
                .Select(node => new StoredSite(
                    Text(node, "facility"),
                    Text(node, "city"),
                    Text(node, "country"),
                    Text(node, "status")
                )),
            facts.Sites
        );
        Assert.Equal(
            Nodes(source, "protocolSection.referencesModule.references")
                .Select(node => Text(node, "pmid"))
                .OfType<string>(),
            facts.Publications.Select(publication => publication.Pmid).OfType<string>()
        );
        Assert.Equal(At(source, "hasResults")?.GetValue<bool>(), facts.HasResults);
        Assert.Equal($"https://clinicaltrials.gov/study/{facts.Id}", facts.Source.Url);
    }

    private static JsonNode? At(JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (parent, name) => parent?[name]);

    private static string? Text(JsonNode? node, string path) => At(node, path)?.GetValue<string>();

    private static List<JsonNode> Nodes(JsonNode? node, string path) =>
        [.. (At(node, path) as JsonArray ?? []).OfType<JsonNode>()];

    private static IEnumerable<string> Texts(JsonNode? node, string path) =>
        Nodes(node, path).Select(item => item.GetValue<string>());
}
