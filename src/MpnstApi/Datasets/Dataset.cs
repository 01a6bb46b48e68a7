using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Datasets;

/// <summary>The size of a release.</summary>
/// <param name="Trials">All trials, of every scope.</param>
/// <param name="ByScope">Trials by scope key.</param>
/// <param name="ByOrigin">Trials by SNAPSHOT, FILE, SYNC.</param>
/// <param name="InPanels">Trials that the panels count in the default scope: interventional, or without a stated type.</param>
/// <param name="Drugs">Drugs that trials give.</param>
/// <param name="Targets">Proteins that drugs of the trials act on.</param>
public sealed record DatasetCounts(
    int Trials,
    IReadOnlyDictionary<string, int> ByScope,
    IReadOnlyDictionary<string, int> ByOrigin,
    int InPanels,
    int Drugs,
    int Targets
);

/// <summary>The release that a response was made from.</summary>
/// <param name="Version">YYYY-MM-DD.N.</param>
/// <param name="Source">Sources of its trials, oldest first: at most the last five, and the number of earlier ones.</param>
/// <param name="SourceTimestamp">The registry's own timestamp of the data, UTC; null if the source has none.</param>
/// <param name="StatusAsOf">Oldest and newest date of a status, and the number of statuses without a date.</param>
/// <param name="LoadedAt">When the release was published, UTC.</param>
/// <param name="Counts">What it holds.</param>
/// <param name="DictionaryVersion">Version of the dictionary and rules.</param>
/// <param name="ContentHash">SHA-256; equal hashes mean equal trials and labels.</param>
/// <param name="Gaps">What is known to be missing.</param>
/// <param name="Terms">Sources of the data and their terms.</param>
public sealed record DatasetResponse(
    string Version,
    string Source,
    DateTime? SourceTimestamp,
    StatusDates StatusAsOf,
    DateTime LoadedAt,
    DatasetCounts Counts,
    string DictionaryVersion,
    string ContentHash,
    IReadOnlyList<string> Gaps,
    IReadOnlyList<SourceTerms> Terms
);

/// <summary>All releases, newest first.</summary>
/// <param name="Items">The releases, newest first.</param>
/// <param name="Current">Version of the release that is used if a request does not name one.</param>
public sealed record ReleaseList(IReadOnlyList<ReleaseHeader> Items, string Current);

/// <summary>An intervention name that is not in the dictionary.</summary>
/// <param name="Name">As in the records.</param>
/// <param name="Count">Trials that have it.</param>
/// <param name="Trials">Their ids.</param>
/// <param name="Nearest">Entries with similar names: suggestions, never a match.</param>
public sealed record UnmatchedIntervention(
    string Name,
    int Count,
    IReadOnlyList<string> Trials,
    IReadOnlyList<string> Nearest
);

/// <summary>An intervention name of which only a part, or only the class, could be read.</summary>
/// <param name="Name">As in the records.</param>
/// <param name="Parts">The parts that could not be read; empty if only the class was read.</param>
/// <param name="Entries">What was read: ids of entries, or names recognized by their stems.</param>
/// <param name="Count">Trials that have it.</param>
/// <param name="Trials">Their ids.</param>
public sealed record PartlyReadIntervention(
    string Name,
    IReadOnlyList<string> Parts,
    IReadOnlyList<string> Entries,
    int Count,
    IReadOnlyList<string> Trials
);

/// <summary>The trials of the cohort that have no value of a panel's facet.</summary>
/// <param name="Facet">Name of the facet in the filter.</param>
/// <param name="Unclassified">Trials without a value.</param>
/// <param name="Total">Trials counted.</param>
/// <param name="Href">Lists the trials without a value; null if a query string cannot express which.</param>
public sealed record UnclassifiedFacet(
    string Facet,
    int Unclassified,
    int Total,
    ResourceLink? Href
);

/// <summary>A link from a drug to a protein that has not been checked against a source.</summary>
/// <param name="Drug">Id of the drug or class of drugs.</param>
/// <param name="Symbol">HGNC symbol.</param>
/// <param name="Trials">Trials of the cohort that have the link.</param>
public sealed record UnreviewedLink(string Drug, string Symbol, int Trials);

/// <summary>The coverage of annotation in a cohort.</summary>
/// <param name="Filter">The cohort.</param>
/// <param name="Trials">Trials in it.</param>
/// <param name="Interventions">Distinct intervention names in it.</param>
/// <param name="Unmatched">Those that are not in the dictionary.</param>
/// <param name="Unread">Names with a part that could not be read; the drugs of the other parts count.</param>
/// <param name="ClassOnly">Names read as a class without a target: the drug, antigen or payload could not be read.</param>
/// <param name="StemOnly">Names of drugs that are not in the dictionary, read by the stem of their nonproprietary name.</param>
/// <param name="Unclassified">By facet.</param>
/// <param name="UnreviewedDrugs">Drugs of the cohort whose entry has not been checked.</param>
/// <param name="UnreviewedLinks">Links of the cohort's drugs that have not been checked.</param>
/// <param name="ByCertainty">Trials with at least one label of each certainty.</param>
/// <param name="Dataset">The data.</param>
public sealed record CoverageResponse(
    IReadOnlyList<FilterEcho> Filter,
    int Trials,
    int Interventions,
    IReadOnlyList<UnmatchedIntervention> Unmatched,
    IReadOnlyList<PartlyReadIntervention> Unread,
    IReadOnlyList<PartlyReadIntervention> ClassOnly,
    IReadOnlyList<PartlyReadIntervention> StemOnly,
    IReadOnlyList<UnclassifiedFacet> Unclassified,
    IReadOnlyList<string> UnreviewedDrugs,
    IReadOnlyList<UnreviewedLink> UnreviewedLinks,
    IReadOnlyList<Bucket> ByCertainty,
    DatasetInfo Dataset
);

/// <summary>The tables of the service and their columns.</summary>
/// <param name="Tables">Tables with their columns.</param>
/// <param name="Notes">Notes on all of them.</param>
/// <param name="Dataset">The data.</param>
public sealed record DataDictionary(
    IReadOnlyList<TableDescription> Tables,
    IReadOnlyList<string> Notes,
    DatasetInfo Dataset
);
