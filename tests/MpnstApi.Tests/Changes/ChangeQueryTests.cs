using MpnstApi.Annotation.Dictionary;
using MpnstApi.Changes;
using MpnstApi.Releases;
using MpnstApi.Storage;
using MpnstApi.Tests.Importing;
using MpnstApi.Tests.Storage;

namespace MpnstApi.Tests.Changes;

/// <summary>Queries of the change feed for which databases could differ.</summary>
public abstract class ChangeQueryTests(StorageProvider provider)
{
    [Fact]
    public async Task Only_the_id_itself_finds_a_trial_that_left()
    {
        await using var test = await TestStore.CreateAsync(provider);
        await test.ImportAsync(ImporterTests.Study(1));
        await test.ImportAsync(ImporterTests.Study(9));
        var cancellation = TestContext.Current.CancellationToken;
        var loader = new ReleaseLoader(test.Store, DrugDictionary.Load());
        // In the first release the trial is not, in its feed it is.
        var first = await loader.LoadAsync(1, cancellation);
        var last = first.Header with { LastChange = 2 };
        var release = new MpnstApi.Releases.Release(
            last,
            first.Indexes,
            first.ContentHash,
            first.Dictionary,
            (await loader.LoadAsync(2, cancellation)).History
        );
        var feed = new ChangeQuery(test.Store, TimeProvider.System);

        foreach (var id in new[] { "NCT00000009", "nct00000009" })
        {
            Assert.NotNull(await feed.OfTrialAsync(release, id, 100, 10, cancellation));
        }
        foreach (var id in Lookalikes("NCT00000009"))
        {
            Assert.Null(await feed.OfTrialAsync(release, id, 100, 10, cancellation));
        }
    }

    /// <summary>What some collation or conversion takes for the id.</summary>
    internal static IEnumerable<string> Lookalikes(string id) =>
        [
            $"{id} ",
            $" {id}",
            $"{id}\0",
            $"{id}\u00A0",
            // Full-width letters and digits, which a conversion to varchar makes narrow.
            string.Concat(id.Select(character => (char)(character - '!' + '\uFF01'))),
            id.Replace('N', '\u00D1'),
            id.Replace('0', '\u0660'),
            $"{id}'",
            $"{id}%",
            "",
        ];
}
