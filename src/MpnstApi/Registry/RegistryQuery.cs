namespace MpnstApi.Registry;

/// <summary>Represents a query of the registry. Studies must fulfil all conditions that are given; there must be at least one.</summary>
public sealed record RegistryQuery
{
    /// <summary>
    /// Gets what <see cref="Study"/> reads, in the registry's names of pieces; a piece includes all below it. Of the sites only
    /// four fields are requested, so that the names of their contact persons are not even sent.
    /// </summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        "IdentificationModule",
        "StatusModule",
        "SponsorCollaboratorsModule",
        "DescriptionModule",
        "ConditionsModule",
        "DesignModule",
        "ArmsInterventionsModule",
        "OutcomesModule",
        "EligibilityModule",
        "LocationFacility",
        "LocationStatus",
        "LocationCity",
        "LocationCountry",
        "ReferencesModule",
        "HasResults",
    ];

    /// <summary>The most ids of one request, so that addresses stay short.</summary>
    public const int IdsPerRequest = 100;

    /// <summary>Gets query.term: an Essie expression over the basic search area.</summary>
    public string? Term { get; init; }

    /// <summary>Gets filter.advanced: an Essie expression, for example <c>AREA[LastUpdatePostDate]RANGE[2026-01-15,MAX]</c>.</summary>
    public string? Advanced { get; init; }

    /// <summary>Gets filter.ids: any number of NCT ids. The registry also finds studies by their former ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Returns the addresses of the first pages: one, or one for each batch of ids; none for an empty list of ids.</summary>
    internal IEnumerable<string> Addresses()
    {
        if (string.IsNullOrWhiteSpace(Term) && string.IsNullOrWhiteSpace(Advanced) && Ids is null)
        {
            throw new ArgumentException(
                "A query without a term, a filter or ids would return every study of the registry."
            );
        }
        if (Ids?.FirstOrDefault(id => !NctId.IsValid(id)) is { } wrong)
        {
            throw new ArgumentException($"'{wrong}' is not an NCT id.");
        }
        return Ids is null
            ? [Address(null)]
            : Ids.Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Chunk(IdsPerRequest)
                .Select(Address);
    }

    private string Address(string[]? ids)
    {
        var parameters = new (string Name, string? Value)[]
        {
            ("format", "json"),
            ("query.term", Term),
            ("filter.advanced", Advanced),
            ("filter.ids", ids is null ? null : string.Join('|', ids)),
            ("fields", string.Join('|', Fields)),
        };
        return "studies?"
            + string.Join(
                '&',
                parameters
                    .Where(parameter => !string.IsNullOrWhiteSpace(parameter.Value))
                    .Select(parameter =>
                        $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"
                    )
            );
    }
}
