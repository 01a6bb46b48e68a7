using System.Text.Json;
using System.Text.Json.Serialization;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Dictionary;

/// <summary>A drug's or class's link to a protein.</summary>
/// <param name="Symbol">HGNC symbol.</param>
/// <param name="Role">Stated mechanism, or a further protein.</param>
/// <param name="Action">INHIBITOR, ANTIBODY BINDING, AGONIST, ...; null if no source was found.</param>
/// <param name="Reference">URL, DOI or PMID of a source; null if unreviewed.</param>
/// <param name="Reviewed">False if the link has not been checked against a source.</param>
public sealed record DrugTarget(
    string Symbol,
    TargetRole Role,
    string? Action,
    string? Reference,
    bool Reviewed
);

/// <summary>A drug's ids in other databases; null if none was found.</summary>
/// <param name="Chembl">ChEMBL id.</param>
/// <param name="Unii">FDA Unique Ingredient Identifier.</param>
/// <param name="Rxnorm">RxNorm concept id.</param>
/// <param name="Ncit">NCI Thesaurus code.</param>
/// <param name="Iuphar">IUPHAR/BPS Guide to Pharmacology ligand id.</param>
public sealed record DrugIds(
    string? Chembl,
    string? Unii,
    string? Rxnorm,
    string? Ncit,
    string? Iuphar
);

/// <summary>A drug, cell product, vaccine or virus: one entry of drugs.json.</summary>
public sealed record Drug
{
    /// <summary>Lower-case INN, other characters as "-".</summary>
    public required string Id { get; init; }

    /// <summary>International nonproprietary name, or the name in common use where there is none.</summary>
    public required string Name { get; init; }
    public IReadOnlyList<string> Synonyms { get; init; } = [];
    public required Modality Modality { get; init; }

    /// <summary>Keys of drug-types.json.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
    public IReadOnlyList<DrugTarget> Targets { get; init; } = [];
    public DrugIds Ids { get; init; } = new(null, null, null, null, null);

    /// <summary>Gets the day (YYYY-MM-DD) on which a curator checked the entry against sources; null if unchecked.</summary>
    [JsonPropertyName("reviewed")]
    [JsonConverter(typeof(ReviewDayConverter))]
    public string? ReviewedOn { get; init; }

    /// <summary>Gets the source that the entry was checked against: URL, DOI or PMID; null if unchecked.</summary>
    public string? Reference { get; init; }
    public string? Note { get; init; }

    /// <summary>For a fixed combination: the drugs it stands for.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];
}

/// <summary>A class without a named drug ("chemotherapy", "anti-PD-1 antibody"): modality, types, targets, no drug.</summary>
public sealed record DrugClass
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public IReadOnlyList<string> Synonyms { get; init; } = [];
    public required Modality Modality { get; init; }
    public IReadOnlyList<string> Types { get; init; } = [];
    public IReadOnlyList<DrugTarget> Targets { get; init; } = [];
    public string? Note { get; init; }
}

/// <summary>A procedure or another treatment that is not a drug: one entry of procedures.json.</summary>
/// <param name="Terms">Whole words that name it inside an intervention's name; the longest match wins.</param>
/// <param name="Governs">True if anything else named in the same part is the subject of the procedure and not given.</param>
public sealed record Procedure(
    string Id,
    string Name,
    Modality Modality,
    IReadOnlyList<string> Terms,
    string? Note,
    bool Governs = false
);

/// <summary>A radionuclide that molecules are labelled with: one entry of labels.json.</summary>
/// <param name="Mass">Mass number, with "m" for a metastable state.</param>
/// <param name="Element">Name of the element, lower case.</param>
/// <param name="Use">DIAGNOSTIC or RADIOTHERAPY.</param>
internal sealed record Nuclide(string Symbol, string Mass, string Element, Modality Use)
{
    /// <summary>Gets the symbol, folded.</summary>
    public string Form { get; } = Symbol.ToLowerInvariant();
}

/// <summary>A stem of nonproprietary names that identifies the kind of drug: one entry of stems.json.</summary>
/// <param name="Types">Keys of drug-types.json; empty if the stem does not determine them.</param>
/// <param name="After">The ending of the preceding word that the stem requires; null if it requires none.</param>
internal sealed record NameStem(
    string Stem,
    string Definition,
    Modality Modality,
    IReadOnlyList<string> Types,
    string? After = null
)
{
    /// <summary>Returns whether a word has this stem.</summary>
    /// <param name="before">The preceding word of the same name; null if it is the first.</param>
    public bool IsOf(string word, string? before) =>
        word.EndsWith(Stem, StringComparison.Ordinal)
        && (After is null || before?.EndsWith(After, StringComparison.Ordinal) == true);
}

/// <summary>The ending of the second word of an antibody-drug conjugate's name.</summary>
internal sealed record PayloadStem(string Stem, string Definition);

/// <summary>An antigen that is not a protein, or that is named instead of the protein it binds: one entry of antigens.json.</summary>
/// <param name="Targets">HGNC symbols; empty for an antigen that is not a protein.</param>
internal sealed record Antigen(
    string Name,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Targets,
    string Note
);

/// <summary>A named combination: one entry of regimens.json.</summary>
/// <param name="CaseSensitive">Short names match only as written ("AI", never "said").</param>
public sealed record NamedRegimen(
    string Id,
    string Name,
    IReadOnlyList<string> Synonyms,
    IReadOnlyList<string> Drugs,
    string? Reference,
    bool CaseSensitive
);

/// <summary>A drug's mechanism class, finer than its modality: one entry of drug-types.json.</summary>
/// <param name="Modality">The modality it belongs to; the types of CHEMOTHERAPY are the keys of panel E.</param>
public sealed record DrugType(string Key, string Label, string Definition, Modality Modality);

/// <summary>A protein's role in MPNST biology.</summary>
public sealed record Biology(string Kind, string Statement, string? Reference);

/// <summary>A human protein: one entry of targets.json. Ids are null if none was found.</summary>
public sealed record Target(
    string Symbol,
    string? HgncId,
    string? Uniprot,
    string Name,
    IReadOnlyList<string> Aliases,
    string? Family,
    string? Pathway,
    Biology? Biology,
    bool Reviewed
);

/// <summary>A name of several proteins (PDGFR).</summary>
public sealed record TargetFamily(
    string Id,
    string Name,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Members
);

/// <summary>"reviewed" is a day, or false.</summary>
public sealed class ReviewDayConverter : JsonConverter<string?>
{
    public override bool HandleNull => true;

    public override string? Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => reader.TokenType is JsonTokenType.String ? reader.GetString() : null;

    public override void Write(
        Utf8JsonWriter writer,
        string? value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value);
}
