using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MpnstApi.Drugs;
using MpnstApi.Filtering;
using MpnstApi.Releases;
using MpnstApi.Targets;

namespace MpnstApi.Graph.Schema;

/// <summary>
/// The rows of one cohort of one release, each queried once however often a document navigates to it. Rows of the
/// default cohort live as long as their release, rows of another cohort as long as the request.
/// </summary>
internal sealed class CohortRows(Release release, TrialFilter filter)
{
    private static readonly ConditionalWeakTable<Release, CohortRows> Defaults = [];

    private readonly ConcurrentDictionary<string, DrugProfile?> drugs = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly ConcurrentDictionary<string, TargetProfile?> targets = new(
        StringComparer.OrdinalIgnoreCase
    );
    private int queried;

    public Release Release => release;
    public TrialFilter Filter => filter;

    /// <summary>Gets the number of rows that were queried.</summary>
    public int Queried => queried;

    /// <summary>Returns the rows of everything in the default scope.</summary>
    public static CohortRows Default(Release release) =>
        Defaults.GetValue(release, key => new CohortRows(key, TrialFilter.Empty));

    /// <summary>Returns the drug with this id, which must be in the dictionary, so that the rows stay bounded.</summary>
    public DrugProfile? Drug(string id) =>
        drugs.GetOrAdd(
            id,
            key =>
            {
                Interlocked.Increment(ref queried);
                return DrugQuery.Find(release, filter, key);
            }
        );

    /// <summary>Returns the target with this symbol, which must be in the dictionary, so that the rows stay bounded.</summary>
    public TargetProfile? Target(string symbol) =>
        targets.GetOrAdd(
            symbol,
            key =>
            {
                Interlocked.Increment(ref queried);
                return TargetQuery.Find(release, filter, key);
            }
        );
}
