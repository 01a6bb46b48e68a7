using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Dictionary;

/// <summary>The curated dictionary: drugs, classes, procedures, regimens, drug types, targets, and the letter's figure.</summary>
public sealed class DrugDictionary
{
    /// <summary>The version of the rules. Increase it whenever a rule changes a label of any record.</summary>
    public const string RulesVersion = "2026-11-28.3";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectRequiredConstructorParameters = false,
        RespectNullableAnnotations = true,
    };

    private readonly FrozenDictionary<string, Drug> drugsByName;
    private readonly FrozenDictionary<string, DrugClass> classesByName;
    private readonly FrozenDictionary<string, Target> targetsByName;
    private readonly FrozenDictionary<string, TargetFamily> familiesByName;
    private readonly FrozenDictionary<string, DrugType> typesByKey;

    private DrugDictionary(string version, Func<string, JsonElement> read)
    {
        Version = version;
        var (drugs, targets) = (read("drugs"), read("targets"));
        Drugs = List<Drug>(drugs, "drugs");
        Classes = List<DrugClass>(drugs, "classes");
        Procedures = List<Procedure>(read("procedures"), "procedures");
        Regimens = List<NamedRegimen>(read("regimens"), "regimens");
        DrugTypes = List<DrugType>(read("drug-types"), "types");
        Targets = List<Target>(targets, "targets");
        Families = List<TargetFamily>(targets, "families");
        Published = read("published").Deserialize<Published>(Json)!;
        var (labels, stems) = (read("labels"), read("stems"));
        Nuclides = List<Nuclide>(labels, "nuclides");
        Dyes = [.. List<string>(labels, "dyes").Select(dye => Words.Of(dye).Key())];
        Stems = List<NameStem>(stems, "stems");
        AntibodyStems = List<string>(stems, "antibodies");
        PayloadStems = List<PayloadStem>(stems, "payloads");
        StemReference = stems.GetProperty("reference").GetString()!;
        Antigens = List<Antigen>(read("antigens"), "antigens");

        drugsByName = Index(
            "drugs.json",
            Drugs,
            drug => [drug.Id, drug.Name, .. drug.Synonyms],
            drug => drug.Id
        );
        classesByName = Index(
            "drugs.json",
            Classes,
            entry => [entry.Id, entry.Name, .. entry.Synonyms],
            entry => entry.Id
        );
        targetsByName = Index(
            "targets.json",
            Targets,
            target => [target.Symbol, .. target.Aliases],
            target => target.Symbol
        );
        familiesByName = Index(
            "targets.json",
            Families,
            family => [family.Id, .. family.Aliases],
            family => family.Id
        );
        typesByKey = DrugTypes.ToFrozenDictionary(
            type => type.Key,
            StringComparer.OrdinalIgnoreCase
        );
        ThrowIfUnknown();
        Names = NameIndex.Of(this);
        AntigenNames = AntigenIndex.Of(this);
        Spellings = SpellingIndex.Of(this);
    }

    /// <summary>Gets the version as YYYY-MM-DD+hash: the date of the rules and eight hex digits of a hash over the files.</summary>
    public string Version { get; }
    public IReadOnlyList<Drug> Drugs { get; }
    public IReadOnlyList<DrugClass> Classes { get; }
    public IReadOnlyList<Procedure> Procedures { get; }
    public IReadOnlyList<NamedRegimen> Regimens { get; }
    public IReadOnlyList<DrugType> DrugTypes { get; }
    public IReadOnlyList<Target> Targets { get; }
    public IReadOnlyList<TargetFamily> Families { get; }

    /// <summary>Gets the name of every drug, each followed by its synonyms.</summary>
    public IEnumerable<string> DrugNames =>
        Drugs.SelectMany(drug => drug.Synonyms.Prepend(drug.Name));

    /// <summary>Gets the symbol of every target, each followed by its aliases.</summary>
    public IEnumerable<string> TargetNames =>
        Targets.SelectMany(target => target.Aliases.Prepend(target.Symbol));

    /// <summary>Gets the letter's figure as printed.</summary>
    public Published Published { get; }

    /// <summary>Gets every name of every drug, class, procedure and regimen, as the matcher looks them up.</summary>
    internal NameIndex Names { get; }

    /// <summary>Gets names of antigens and proteins from which class names are composed.</summary>
    internal AntigenIndex AntigenNames { get; }

    /// <summary>Drugs by a simplified spelling of their names.</summary>
    internal SpellingIndex Spellings { get; }
    internal IReadOnlyList<Nuclide> Nuclides { get; }

    /// <summary>Fluorescent dyes that molecules are labelled with for imaging, folded.</summary>
    internal IReadOnlyList<string> Dyes { get; }
    internal IReadOnlyList<NameStem> Stems { get; }
    internal IReadOnlyList<string> AntibodyStems { get; }
    internal IReadOnlyList<PayloadStem> PayloadStems { get; }

    /// <summary>Gets the list that the stems were taken from.</summary>
    internal string StemReference { get; }
    internal IReadOnlyList<Antigen> Antigens { get; }

    /// <summary>Reads the embedded dictionary. Throws <see cref="InvalidDataException"/> with a message if it is inconsistent.</summary>
    public static DrugDictionary Load()
    {
        string[] names =
        [
            "drugs",
            "procedures",
            "regimens",
            "drug-types",
            "targets",
            "published",
            "labels",
            "stems",
            "antigens",
        ];
        var files = names.ToDictionary(name => name, Bytes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in names)
        {
            hash.AppendData(files[name]);
        }
        var digest = Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
        return new DrugDictionary(
            $"{RulesVersion}+{digest}",
            name => JsonDocument.Parse(files[name]).RootElement
        );
    }

    /// <summary>Returns the drug with this id, name or synonym, ignoring case, hyphens and accents; null if there is none.</summary>
    public Drug? FindDrug(string name) => drugsByName.GetValueOrDefault(Text.Fold(name));

    /// <summary>Returns the class with this id, name or synonym; null if there is none.</summary>
    public DrugClass? FindClass(string name) => classesByName.GetValueOrDefault(Text.Fold(name));

    /// <summary>Returns the procedure with this id; null if there is none.</summary>
    public Procedure? FindProcedure(string id) => Procedures.FirstOrDefault(p => p.Id == id);

    /// <summary>Returns the drug type with this key; null if there is none.</summary>
    public DrugType? FindDrugType(string key) => typesByKey.GetValueOrDefault(key);

    /// <summary>Returns the family with this id or alias; null if there is none.</summary>
    public TargetFamily? FindFamily(string name) =>
        familiesByName.GetValueOrDefault(Text.Fold(name));

    /// <summary>Returns the protein with this symbol or alias, or the members of a family; empty if there is none.</summary>
    public IReadOnlyList<Target> FindTargets(string name) =>
        targetsByName.GetValueOrDefault(Text.Fold(name)) is { } target ? [target]
        : FindFamily(name) is { } family
            ? [.. family.Members.Select(member => targetsByName[Text.Fold(member)])]
        : [];

    private static List<T> List<T>(JsonElement file, string member) =>
        file.GetProperty(member).Deserialize<List<T>>(Json)!;

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(DrugDictionary).Assembly.GetManifestResourceStream(
            $"MpnstApi.Annotation.{name}.json"
        )!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static FrozenDictionary<string, T> Index<T>(
        string file,
        IEnumerable<T> entries,
        Func<T, IEnumerable<string>> names,
        Func<T, string> id
    )
    {
        var index = new Dictionary<string, T>();
        foreach (var entry in entries)
        {
            foreach (var name in names(entry))
            {
                if (
                    !index.TryAdd(Text.Fold(name), entry)
                    && id(index[Text.Fold(name)]) != id(entry)
                )
                {
                    throw new InvalidDataException(
                        $"{file}: '{name}' stands for both {id(index[Text.Fold(name)])} and {id(entry)}; it can mean one of them only."
                    );
                }
            }
        }
        return index.ToFrozenDictionary();
    }

    private void ThrowIfUnknown()
    {
        var entries = Drugs
            .Select(drug => (drug.Id, drug.Types, drug.Targets))
            .Concat(Classes.Select(entry => (entry.Id, entry.Types, entry.Targets)));
        foreach (var (id, types, links) in entries)
        {
            if (UnknownType(types) is { } type)
            {
                throw new InvalidDataException(
                    $"drugs.json: {id} has the type {type}, which drug-types.json does not define."
                );
            }
            if (
                links.FirstOrDefault(link =>
                    FindTargets(link.Symbol) is not [{ } found] || found.Symbol != link.Symbol
                ) is
                { } link
            )
            {
                throw new InvalidDataException(
                    $"drugs.json: {id} acts on {link.Symbol}, which targets.json does not have as a symbol."
                );
            }
        }
        foreach (var regimen in Regimens)
        {
            if (regimen.Drugs.FirstOrDefault(drug => FindDrug(drug)?.Id != drug) is { } drug)
            {
                throw new InvalidDataException(
                    $"regimens.json: {regimen.Id} gives {drug}, which drugs.json does not have as an id."
                );
            }
        }
        foreach (var stem in Stems)
        {
            if (UnknownType(stem.Types) is { } type)
            {
                throw new InvalidDataException(
                    $"stems.json: -{stem.Stem} has the type {type}, which drug-types.json does not define."
                );
            }
        }
        foreach (var antigen in Antigens)
        {
            if (UnknownTarget(antigen.Targets) is { } symbol)
            {
                throw new InvalidDataException(
                    $"antigens.json: {antigen.Name} stands for {symbol}, which targets.json does not have."
                );
            }
        }
        foreach (var family in Families)
        {
            if (UnknownTarget(family.Members) is { } member)
            {
                throw new InvalidDataException(
                    $"targets.json: the family {family.Id} has the member {member}, which is no target."
                );
            }
        }
    }

    private string? UnknownType(IReadOnlyList<string> types) =>
        types.FirstOrDefault(type => FindDrugType(type) is null);

    private string? UnknownTarget(IReadOnlyList<string> symbols) =>
        symbols.FirstOrDefault(symbol => !targetsByName.ContainsKey(Text.Fold(symbol)));
}
