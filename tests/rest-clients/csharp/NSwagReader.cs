using Newtonsoft.Json;
using RestClients.NSwag;

namespace RestClients;

/// <summary>Reads all there is with NSwag's client, as its command line makes it.</summary>
internal static class NSwagReader
{
    public static async Task ReadAsync(Uri address, Recorder recorder)
    {
        using var http = new HttpClient(recorder, disposeHandler: false) { BaseAddress = address };
        var client = new MpnstClient(http) { BaseUrl = address.ToString() };

        async Task<T> Read<T>(Task<T> response)
        {
            var read = await response;
            recorder.Compare(JsonConvert.SerializeObject(read));
            return read;
        }

        string? cursor = null;
        do
        {
            var page = await Read(
                client.ListTrialsAsync(
                    scope: [ScopeChoice.ALL],
                    sort: TrialOrder.Id,
                    limit: 100,
                    cursor: cursor
                )
            );
            foreach (var trial in page.Items)
            {
                await Read(client.GetTrialAsync(trial.Id));
            }
            cursor = page.Page.NextCursor;
        } while (cursor is not null);
        await Read(client.ListTrialChangesAsync("NCT00001188"));

        var first = await Read(client.ListTrialsAsync(phase: [PhaseChoice.PHASE1]));
        var second = await Read(client.ListTrialsAsync(phase: [PhaseChoice.PHASE2]));
        var either = await Read(
            client.ListTrialsAsync(phase: [PhaseChoice.PHASE1, PhaseChoice.PHASE2])
        );
        recorder.Expect(
            first.Page.Total > 0 && either.Page.Total == first.Page.Total + second.Page.Total,
            "either of two phases is the sum of both"
        );
        var mek = await Read(client.ListTrialsAsync(target: ["MEK"]));
        var both = await Read(client.ListTrialsAsync(target_all: ["MEK", "MTOR"]));
        recorder.Expect(
            both.Page.Total > 0 && both.Page.Total < mek.Page.Total,
            "few of the trials of MEK have MTOR too"
        );
        var here = await Read(client.ListTrialsAsync(country: ["US"]));
        var there = await Read(client.ListTrialsAsync(country: ["US", "FR"]));
        recorder.Expect(there.Page.Total > here.Page.Total, "the US or France");

        foreach (var target in (await Read(client.ListTargetsAsync(limit: 200))).Items)
        {
            await Read(client.GetTargetAsync(target.Symbol));
        }
        foreach (var drug in (await Read(client.ListDrugsAsync(limit: 200))).Items)
        {
            await Read(client.GetDrugAsync(drug.Id));
        }

        await Read(client.GetLandscapeAsync(top: 500, immunoAxis: ImmunoAxis.Split));
        foreach (var panel in Enum.GetValues<PanelName>())
        {
            var read = await Read(
                client.GetPanelAsync(panel, targetRole: TargetRoleChoice.Primary)
            );
            recorder.Expect(read.Panel == panel, $"{panel} is not {read.Panel}");
        }
        foreach (var dimension in Enum.GetValues<Dimension>())
        {
            await Read(client.GetCrosstabAsync(rows: dimension, columns: Dimension.Phase));
            await Read(client.GetTimelineAsync(by: dimension));
        }
        await Read(client.GetGapsAsync());
        await Read(client.GetPublishedAsync());
        await Read(client.GetComparisonAsync());

        foreach (var vocabulary in (await Read(client.ListVocabulariesAsync())).Items)
        {
            await Read(client.GetVocabularyAsync(vocabulary.Name));
        }

        await Read(client.GetDatasetAsync());
        var releases = await Read(client.ListReleasesAsync());
        await Read(client.GetDatasetDiffAsync(releases.Items.Last().Version, releases.Current));
        await Read(client.GetDatasetAsync(releases.Items.Last().Version));
        await Read(client.GetCitationAsync());
        await Read(client.GetCroissantAsync());
        await Read(client.GetCoverageAsync());
        await Read(client.GetDataDictionaryAsync());

        var feed = await Read(client.ListChangesAsync(after: 0, limit: 200));
        recorder.Expect(
            feed.Items.Any(change => change.Kind == ChangeKind.LABEL_CHANGED),
            "the feed has a label that changed"
        );

        await Read(client.GetLivenessAsync());
        await Read(client.GetReadinessAsync());
        await Read(client.ListProblemsAsync());
        foreach (var code in Enum.GetValues<ProblemCode>())
        {
            await Read(client.GetProblemAsync(code));
        }
        try
        {
            await client.GetTrialAsync("NCT99999999");
            recorder.Expect(false, "an unknown id is an error");
        }
        catch (ApiException<ProblemResponse> problem)
        {
            recorder.Compare(JsonConvert.SerializeObject(problem.Result));
            recorder.Expect(
                problem.Result.Type == ProblemType._problems_unknownId,
                "the error of an unknown id is typed"
            );
        }
    }
}
