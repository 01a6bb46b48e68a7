using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;
using RestClients.Kiota;
using RestClients.Kiota.Models;

namespace RestClients;

/// <summary>Reads all there is with Kiota's client, as its command line makes it.</summary>
internal static class KiotaReader
{
    // Kiota reads a value of any type into a union that has no place for lists and objects, and cannot write it again.
    private static readonly string[] Unions = ["old", "new"];

    public static async Task ReadAsync(Uri address, Recorder recorder)
    {
        using var http = new HttpClient(recorder, disposeHandler: false);
        using var adapter = new HttpClientRequestAdapter(
            new AnonymousAuthenticationProvider(),
            httpClient: http
        )
        {
            BaseUrl = address.ToString(),
        };
        var client = new MpnstClient(adapter);
        var api = client.Api.V1;

        async Task<T> Read<T>(Task<T?> response)
            where T : IParsable
        {
            var read = (await response)!;
            recorder.Compare(await KiotaJsonSerializer.SerializeAsStringAsync(read));
            return read;
        }

        async Task<List<T>> ReadAll<T>(Task<List<T>?> response)
            where T : IParsable
        {
            var read = (await response)!;
            recorder.Compare(
                await KiotaJsonSerializer.SerializeAsStringAsync<T>(read.AsEnumerable())
            );
            return read;
        }

        async Task ReadChanges<T>(T page, List<ChangeItem> changes)
            where T : IParsable
        {
            recorder.Expect(
                changes.Exists(change =>
                    change is { Field: "registryStatus", Old.String: "COMPLETED" }
                ),
                "the status before a change"
            );
            changes.ForEach(change => change.Old = null);
            changes.ForEach(change => change.New = null);
            recorder.Compare(await KiotaJsonSerializer.SerializeAsStringAsync(page), Unions);
        }

        string? cursor = null;
        do
        {
            var page = await Read(
                api.Trials.GetAsync(request =>
                {
                    request.QueryParameters.Scope = [ScopeChoice.ALL];
                    request.QueryParameters.Sort = TrialOrder.Id;
                    request.QueryParameters.Limit = 100;
                    request.QueryParameters.Cursor = cursor;
                })
            );
            foreach (var trial in page.Items!)
            {
                await Read(api.Trials[trial.Id!].GetAsync());
            }
            cursor = page.Page!.NextCursor;
        } while (cursor is not null);
        var history = (await api.Trials["NCT00001188"].Changes.GetAsync())!;
        await ReadChanges(history, history.Items!);

        async Task<int?> Count(params PhaseChoice[] phases) =>
            (await Read(api.Trials.GetAsync(request => request.QueryParameters.Phase = phases)))
                .Page!
                .Total;
        var either = await Count(PhaseChoice.PHASE1, PhaseChoice.PHASE2);
        recorder.Expect(
            either > 0
                && either == await Count(PhaseChoice.PHASE1) + await Count(PhaseChoice.PHASE2),
            "either of two phases is the sum of both"
        );
        var both = await Read(
            api.Trials.GetAsync(request => request.QueryParameters.TargetAll = ["MEK", "MTOR"])
        );
        recorder.Expect(both.Page!.Total > 0, "trials of MEK that have MTOR too");

        var targets = await Read(
            api.Targets.GetAsync(request => request.QueryParameters.Limit = 200)
        );
        foreach (var target in targets.Items!)
        {
            await Read(api.Targets[target.Symbol!].GetAsync());
        }
        var drugs = await Read(api.Drugs.GetAsync(request => request.QueryParameters.Limit = 200));
        foreach (var drug in drugs.Items!)
        {
            await Read(api.Drugs[drug.Id!].GetAsync());
        }

        var landscape = await Read(
            api.Landscape.GetAsync(request => request.QueryParameters.ImmunoAxis = ImmunoAxis.Split)
        );
        foreach (var panel in new[] { "phases", "chemotherapy-types", "immunotherapy-targets" })
        {
            await Read(api.Landscape[panel].GetAsync());
        }
        recorder.Expect(
            landscape.Panels!.Exists(panel => panel.Panel == PanelName.ChemotherapyTypes),
            "the panel of types of chemotherapy"
        );
        foreach (var dimension in Enum.GetValues<Dimension>())
        {
            await Read(
                api.Landscape.Crosstab.GetAsync(request =>
                {
                    request.QueryParameters.Rows = dimension;
                    request.QueryParameters.Columns = Dimension.Phase;
                })
            );
            await Read(
                api.Landscape.Timeline.GetAsync(request => request.QueryParameters.By = dimension)
            );
        }
        await Read(api.Landscape.Gaps.GetAsync());
        await Read(api.Landscape.Published.GetAsync());
        await Read(api.Landscape.Comparison.GetAsync());

        foreach (var vocabulary in (await Read(api.Vocabularies.GetAsync())).Items!)
        {
            await Read(api.Vocabularies[vocabulary.Name!].GetAsync());
        }

        await Read(api.Dataset.GetAsync());
        var releases = await Read(api.Dataset.Releases.GetAsync());
        await Read(
            api.Dataset.Diff.GetAsync(request =>
            {
                request.QueryParameters.From = releases.Items![^1].Version;
                request.QueryParameters.To = releases.Current;
            })
        );
        await ReadAll(api.Dataset.Citation.GetAsync());
        await Read(api.Dataset.Croissant.GetAsync());
        await Read(api.Dataset.Coverage.GetAsync());
        await Read(api.Dataset.Dictionary.GetAsync());

        var feed = (await api.Changes.GetAsync(request => request.QueryParameters.After = 0))!;
        await ReadChanges(feed, feed.Items!);
        recorder.Expect(
            feed.Items!.Exists(change => change.Kind == ChangeKind.LABEL_CHANGED),
            "the feed has a label that changed"
        );

        await Read(client.Health.Live.GetAsync());
        await Read(client.Health.Ready.GetAsync());
        await ReadAll(client.Problems.GetAsync());
        await Read(client.Problems["unknown-id"].GetAsync());
        try
        {
            await api.Trials["NCT99999999"].GetAsync();
            recorder.Expect(false, "an unknown id is an error");
        }
        catch (ProblemResponse problem)
        {
            recorder.Compare(await KiotaJsonSerializer.SerializeAsStringAsync(problem));
            recorder.Expect(
                problem.Type == ProblemType.ProblemsUnknownId,
                "the error of an unknown id is typed"
            );
        }
    }
}
