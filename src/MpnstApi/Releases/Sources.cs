namespace MpnstApi.Releases;

/// <summary>Lists the sources of a release's data and their terms.</summary>
public static class Sources
{
    public static readonly SourceTerms Registry = new(
        "ClinicalTrials.gov",
        "https://clinicaltrials.gov/about-site/terms-conditions",
        "Registry records of the U.S. National Library of Medicine. Name the source and the date of the data; the Library does not endorse this service."
    );
    public static readonly SourceTerms DrugCentral = new(
        "DrugCentral",
        "https://drugcentral.org",
        "Drug-target links cited from DrugCentral 2016, CC BY 4.0, doi:10.1093/nar/gkw993."
    );
    public static readonly SourceTerms Letter = new(
        "Frontiers of Medicine letter",
        "/api/v1/landscape/published",
        "Figures of Zhao et al., Front Med 2025, quoted as printed."
    );

    public static IReadOnlyList<SourceTerms> All { get; } = [Registry, DrugCentral, Letter];
}

/// <summary>The terms of use of a source.</summary>
/// <param name="Source">Whose data.</param>
/// <param name="Url">Address of the terms.</param>
/// <param name="Terms">The terms of use.</param>
public sealed record SourceTerms(string Source, string Url, string Terms);
