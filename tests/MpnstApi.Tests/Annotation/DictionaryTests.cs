using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MpnstApi.Annotation.Vocabulary;
using Xunit;

namespace MpnstApi.Tests.Annotation;

/// <summary>
/// The dictionary as data: what a curator can break with an edit. The files are read as they are, without the program's
/// own reader, so that a mistake in one does not hide a mistake in the other.
/// </summary>
public sealed partial class DictionaryTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly DrugsFile Agents = Read<DrugsFile>("drugs");
    private static readonly TypesFile Types = Read<TypesFile>("drug-types");
    private static readonly TargetsFile Proteins = Read<TargetsFile>("targets");
    private static readonly ProceduresFile Procedures = Read<ProceduresFile>("procedures");
    private static readonly RegimensFile Regimens = Read<RegimensFile>("regimens");
    private static readonly PublishedFile Published = Read<PublishedFile>("published");

    [Fact]
    public void A_name_never_stands_for_two_entries()
    {
        var names =
            from agent in Agents.Drugs.Concat(Agents.Classes)
            from name in agent.Synonyms.Prepend(agent.Name)
            select (Name: Folded(name), agent.Id);
        var terms =
            from procedure in Procedures.Procedures
            from term in procedure.Terms
            select (Name: Folded(term), procedure.Id);
        var regimens =
            from regimen in Regimens.Regimens
            from name in regimen.Synonyms.Prepend(regimen.Id)
            select (Name: Folded(name), regimen.Id);

        var shared = names
            .Concat(terms)
            .Concat(regimens)
            .Distinct()
            .GroupBy(n => n.Name)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(n => n.Id))}");

        Assert.Empty(shared);
    }

    [Fact]
    public void An_id_is_lower_case_and_stands_for_one_drug_class_or_procedure()
    {
        var ids = Agents
            .Drugs.Concat(Agents.Classes)
            .Select(a => a.Id)
            .Concat(Procedures.Procedures.Select(p => p.Id))
            .ToList();

        Assert.All(ids, id => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void A_drug_id_is_its_name_in_lower_case_with_hyphens()
    {
        var other = Agents.Drugs.Where(d =>
            NotOfIds().Replace(d.Name.ToLowerInvariant(), "-").Trim('-') != d.Id
        );

        Assert.Empty(other.Select(d => $"{d.Id}: {d.Name}"));
    }

    [Fact]
    public void Ids_of_trials_targets_and_drugs_cannot_be_mistaken_for_each_other()
    {
        var symbols = Proteins.Targets.Select(t => t.Symbol).ToList();
        var drugs = Agents.Drugs.Select(d => d.Id);

        Assert.Empty(symbols.Intersect(drugs, StringComparer.OrdinalIgnoreCase));
        Assert.DoesNotContain(symbols.Concat(drugs), id => TrialId().IsMatch(id));
        Assert.All(symbols, symbol => Assert.Matches("^[A-Z][A-Z0-9-]*$", symbol));
    }

    [Fact]
    public void Everything_that_counts_as_treatment_has_a_type()
    {
        var drugs = Agents.Drugs.Where(d => Counts(d) && d.Types.Count == 0);
        var silentClasses = Agents.Classes.Where(c =>
            Counts(c) && c.Types.Count == 0 && string.IsNullOrEmpty(c.Note)
        );

        Assert.Empty(drugs.Select(d => d.Id));
        Assert.Empty(silentClasses.Select(c => c.Id));
    }

    [Fact]
    public void Types_are_defined_once_and_fit_the_modality_of_the_drug()
    {
        var types = Types.Types.ToDictionary(t => t.Key);
        var wrong =
            from agent in Agents.Drugs.Concat(Agents.Classes)
            from type in agent.Types
            where !types.TryGetValue(type, out var known) || known.Modality != agent.Modality
            select $"{agent.Id} ({agent.Modality}): {type}";

        Assert.Empty(wrong);
        Assert.All(Types.Types, t => Assert.NotEmpty(t.Definition));
    }

    [Fact]
    public void Modalities_roles_and_kinds_are_words_of_the_vocabularies()
    {
        Assert.All(
            Agents.Drugs.Concat(Agents.Classes),
            a => Assert.NotNull(Terms<Modality>.Parse(a.Modality))
        );
        Assert.All(Procedures.Procedures, p => Assert.NotNull(Terms<Modality>.Parse(p.Modality)));
        Assert.All(Links(), l => Assert.NotNull(Terms<TargetRole>.Parse(l.Link.Role)));
    }

    [Fact]
    public void Every_target_is_listed_once_per_drug_and_known()
    {
        var symbols = Proteins.Targets.Select(t => t.Symbol).ToHashSet();

        Assert.Empty(
            Links().Where(l => !symbols.Contains(l.Link.Symbol)).Select(l => l.Link.Symbol)
        );
        Assert.All(
            Agents.Drugs.Concat(Agents.Classes),
            a => Assert.Equal(a.Targets.Count, a.Targets.DistinctBy(t => t.Symbol).Count())
        );
    }

    [Fact]
    public void A_reviewed_target_of_a_drug_can_be_looked_up_and_an_unreviewed_one_claims_no_source()
    {
        var links = Agents.Drugs.SelectMany(d => d.Targets, (d, t) => (d.Id, Link: t)).ToList();

        Assert.Empty(
            links.Where(l => l.Link.Reviewed && !IsReference(l.Link.Reference)).Select(Named)
        );
        Assert.Empty(
            links.Where(l => !l.Link.Reviewed && l.Link.Reference is not null).Select(Named)
        );
    }

    [Fact]
    public void A_class_has_only_targets_that_its_own_name_says()
    {
        var unsaid =
            from agent in Agents.Classes
            from link in agent.Targets
            where link.Reviewed && !IsReference(link.Reference)
            let names = agent.Synonyms.Prepend(agent.Name).Select(Folded).ToList()
            where !NamesOf(link.Symbol).Any(n => names.Any(c => c.Contains(n)))
            select $"{agent.Id}: {link.Symbol}";

        Assert.Empty(unsaid);
    }

    [Fact]
    public void A_drug_nobody_checked_says_so_and_a_checked_one_says_when()
    {
        Assert.All(
            Agents.Drugs,
            d =>
                Assert.True(
                    d.Reviewed.ValueKind == JsonValueKind.False
                        || DateOnly.TryParseExact(
                            d.Reviewed.GetString(),
                            "yyyy-MM-dd",
                            CultureInfo.InvariantCulture,
                            DateTimeStyles.None,
                            out _
                        ),
                    d.Id
                )
        );
    }

    [Fact]
    public void A_checked_drug_names_the_source_it_was_compared_with() =>
        Assert.Empty(
            Agents
                .Drugs.Where(d =>
                    d.Reviewed.ValueKind == JsonValueKind.String && !IsReference(d.Reference)
                )
                .Select(d => d.Id)
        );

    [Fact]
    public void A_name_of_a_target_or_a_family_leads_to_one_place()
    {
        var targets = Proteins.Targets.SelectMany(
            t => t.Aliases.Prepend(t.Symbol),
            (t, name) => (Name: Folded(name), Id: t.Symbol)
        );
        var families = Proteins.Families.SelectMany(
            f => f.Aliases.Prepend(f.Id),
            (f, name) => (Name: Folded(name), Id: "family " + f.Id)
        );

        var shared = targets
            .Concat(families)
            .Distinct()
            .GroupBy(n => n.Name)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(n => n.Id))}");

        Assert.Empty(shared);
    }

    [Theory]
    [InlineData("PD-1", "PDCD1")]
    [InlineData("PD-L1", "CD274")]
    [InlineData("CTLA-4", "CTLA4")]
    [InlineData("LAG-3", "LAG3")]
    [InlineData("NY-ESO-1", "CTAG1B")]
    [InlineData("MAGE-A4", "MAGEA4")]
    [InlineData("B7-H3", "CD276")]
    [InlineData("VEGFR1", "FLT1")]
    [InlineData("VEGFR2", "KDR")]
    [InlineData("KIDR", "KDR")]
    [InlineData("VEGFR3", "FLT4")]
    [InlineData("c-KIT", "KIT")]
    [InlineData("HER2", "ERBB2")]
    [InlineData("mTOR", "MTOR")]
    [InlineData("MEK1", "MAP2K1")]
    [InlineData("MEK2", "MAP2K2")]
    [InlineData("FMS", "CSF1R")]
    [InlineData("LSD1", "KDM1A")]
    [InlineData("CoREST", "RCOR1")]
    [InlineData("TLR3", "TLR3")]
    public void Names_that_clinicians_use_find_the_gene(string name, string symbol) =>
        Assert.Equal(
            symbol,
            Assert
                .Single(
                    Proteins.Targets,
                    t => t.Aliases.Prepend(t.Symbol).Any(a => Folded(a) == Folded(name))
                )
                .Symbol
        );

    [Theory]
    [InlineData("VEGFR", "FLT1,FLT4,KDR")]
    [InlineData("PDGFR", "PDGFRA,PDGFRB")]
    [InlineData("MEK", "MAP2K1,MAP2K2")]
    [InlineData("FGFR", "FGFR1,FGFR2,FGFR3,FGFR4")]
    public void A_family_gives_its_members(string family, string members) =>
        Assert.Equal(
            members,
            string.Join(',', Assert.Single(Proteins.Families, f => f.Id == family).Members)
        );

    [Fact]
    public void Families_and_targets_name_each_other()
    {
        var byFamily = Proteins
            .Targets.Where(t => t.Family is not null)
            .ToLookup(t => t.Family!, t => t.Symbol);

        Assert.All(
            Proteins.Families,
            f => Assert.Equal(byFamily[f.Id].Order(StringComparer.Ordinal), f.Members)
        );
        Assert.Empty(byFamily.Select(g => g.Key).Except(Proteins.Families.Select(f => f.Id)));
    }

    [Fact]
    public void Identifiers_of_proteins_have_the_form_of_their_databases()
    {
        Assert.All(
            Proteins.Targets.Where(t => t.HgncId is not null),
            t => Assert.Matches(@"^HGNC:\d+$", t.HgncId)
        );
        Assert.All(
            Proteins.Targets.Where(t => t.Uniprot is not null),
            t => Assert.Matches("^[OPQ][0-9][A-Z0-9]{3}[0-9]$", t.Uniprot)
        );
        Assert.Empty(
            Proteins
                .Targets.Where(t => t.Uniprot is not null)
                .GroupBy(t => t.Uniprot)
                .Where(g => g.Count() > 1)
                .Select(g => g.Key)
        );
        Assert.Empty(
            Proteins
                .Targets.Where(t => t.HgncId is not null)
                .GroupBy(t => t.HgncId)
                .Where(g => g.Count() > 1)
                .Select(g => g.Key)
        );
    }

    [Fact]
    public void What_the_letter_says_of_the_biology_stands_with_its_source()
    {
        string[] letter =
        [
            "NF1",
            "CDKN2A",
            "SUZ12",
            "EED",
            "SHH",
            "CTNNB1",
            "BRD4",
            "HDAC1",
            "KDM1A",
            "RCOR1",
            "MAP2K1",
            "MTOR",
        ];
        var biology = Proteins.Targets.Where(t => t.Biology is not null).ToList();

        Assert.Empty(letter.Except(biology.Select(t => t.Symbol)));
        Assert.All(
            biology,
            t =>
            {
                Assert.Contains(
                    t.Biology!.Kind,
                    (string[])
                        ["MUTATED_GENE", "PATHWAY", "SUBTYPE", "PRECLINICAL_LEAD", "CLINICAL_LEAD"]
                );
                Assert.NotEmpty(t.Biology.Statement);
                Assert.NotEmpty(t.Biology.Reference);
            }
        );
    }

    [Fact]
    public void Fixed_combinations_and_regimens_are_made_of_known_drugs()
    {
        var drugs = Agents.Drugs.Select(d => d.Id).ToHashSet();

        Assert.Empty(Agents.Drugs.SelectMany(d => d.Components).Except(drugs));
        Assert.Empty(Regimens.Regimens.SelectMany(r => r.Drugs).Except(drugs));
        Assert.All(
            Regimens.Regimens.Where(r => r.Synonyms.Any(s => s.Length <= 4)),
            r => Assert.True(r.CaseSensitive, r.Id)
        );
    }

    /// <summary>
    /// AP is also a view of a radiograph, EI an educational intervention, AD Alzheimer's disease, CTX cetuximab, ICI the
    /// company of ICI 182,780, TFT thyroid function tests, THP, GLA and ASA other substances.
    /// </summary>
    [Theory]
    [InlineData("AP")]
    [InlineData("EI")]
    [InlineData("AD")]
    [InlineData("VIA")]
    [InlineData("CTX")]
    [InlineData("ICI")]
    [InlineData("TFT")]
    [InlineData("THP")]
    [InlineData("GLA")]
    [InlineData("ASA")]
    public void A_short_code_that_means_other_things_too_stands_for_nothing(string code)
    {
        var names = Agents
            .Drugs.Concat(Agents.Classes)
            .SelectMany(a => a.Synonyms.Prepend(a.Name))
            .Concat(Procedures.Procedures.SelectMany(p => p.Terms))
            .Concat(Regimens.Regimens.SelectMany(r => r.Synonyms.Prepend(r.Id)));

        Assert.DoesNotContain(code, names, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_booster_in_a_fixed_combination_does_not_count()
    {
        Assert.Equal(["decitabine"], Drug("decitabine-cedazuridine").Components);
        Assert.Equal("SUPPORTIVE", Drug("cedazuridine").Modality);
    }

    [Fact]
    public void Rapalogs_have_mTOR_as_their_target_and_FKBP12_as_a_further_protein() =>
        Assert.All(
            ["sirolimus", "everolimus", "temsirolimus", "ridaforolimus"],
            id =>
            {
                Assert.Equal("PRIMARY", RoleOf(id, "MTOR"));
                Assert.Equal("SECONDARY", RoleOf(id, "FKBP1A"));
            }
        );

    [Fact]
    public void Pazopanib_has_the_profile_of_its_label()
    {
        Assert.All(
            ["FLT1", "KDR", "FLT4", "PDGFRA", "PDGFRB", "KIT"],
            symbol => Assert.Equal("PRIMARY", RoleOf("pazopanib", symbol))
        );
        Assert.All(
            ["FGFR1", "FGFR3", "ITK", "LCK", "CSF1R"],
            symbol => Assert.Equal("SECONDARY", RoleOf("pazopanib", symbol))
        );
        Assert.Null(RoleOf("pazopanib", "FGFR2"));
    }

    [Fact]
    public void Anthracyclines_are_DNA_and_topoisomerase_inhibitors() =>
        Assert.All(
            ["doxorubicin", "epirubicin", "daunorubicin", "idarubicin"],
            id => Assert.Equal(["DNA_INHIBITOR", "TOPOISOMERASE_INHIBITOR"], Drug(id).Types)
        );

    [Fact]
    public void Tags_switches_and_binders_are_no_targets()
    {
        Assert.Equal(["CD276"], Drug("b7-h3-car-t-cells").Targets.Select(t => t.Symbol));
        Assert.DoesNotContain("KLRK1", Drug("nkg2d-car-t-cells").Targets.Select(t => t.Symbol));
    }

    [Theory]
    [InlineData("phases", "PHASE2", 77, 59)]
    [InlineData("phases", "PHASE1", 23, 17)]
    [InlineData("phases", "PHASE1_PHASE2", 21, 16)]
    [InlineData("phases", "PHASE4", 1, 1)]
    [InlineData("statuses", "OPEN", 27, 20)]
    [InlineData("statuses", "TERMINATED", 17, 13)]
    [InlineData("statuses", "CLOSED", 9, 7)]
    [InlineData("statuses", "PLANNED", 5, 4)]
    [InlineData("indications", "SOFT_TISSUE_SARCOMA", 85, 65)]
    [InlineData("indications", "ADVANCED_SOLID_TUMOR", 27, null)]
    [InlineData("indications", "NF1_MPNST", 14, 11)]
    [InlineData("treatments", "CHEMOTHERAPY", 10, 15)]
    [InlineData("chemotherapy-types", "DNA_INHIBITOR", 24, null)]
    [InlineData("chemotherapy-types", "DNA_SYNTHESIS_INHIBITOR", 22, null)]
    [InlineData("targets", "KDR", 24, null)]
    [InlineData("targets", "FLT4", 19, null)]
    [InlineData("targets", "FGFR1", 17, null)]
    [InlineData("targets", "FGFR3", 17, null)]
    [InlineData("targets", "MTOR", null, null)]
    [InlineData("immunotherapy-targets", "PDCD1_CD274", 15, null)]
    [InlineData("immunotherapy-targets", "CTLA4", 5, null)]
    [InlineData("immunotherapy-targets", "CTAG1B", null, null)]
    [InlineData("immunotherapy-targets", "TLR3", null, null)]
    public void The_published_figures_are_served_as_printed(
        string panel,
        string key,
        int? trials,
        int? percent
    )
    {
        var bucket = Assert.Single(
            Assert.Single(Published.Panels, p => p.Panel == panel).Buckets,
            b => b.Key == key
        );

        Assert.Equal(trials, bucket.Trials);
        Assert.Equal(percent, bucket.PrintedPercent);
    }

    [Fact]
    public void The_published_buckets_are_keys_that_our_panels_can_have()
    {
        Assert.All(Buckets("phases"), key => Assert.NotNull(Terms<Phase>.Parse(key)));
        Assert.All(Buckets("statuses"), key => Assert.NotNull(Terms<TrialStatus>.Parse(key)));
        Assert.All(Buckets("indications"), key => Assert.NotNull(Terms<Indication>.Parse(key)));
        Assert.Empty(Buckets("chemotherapy-types").Except(Types.Types.Select(t => t.Key)));
        Assert.Empty(Buckets("targets").Except(Proteins.Targets.Select(t => t.Symbol)));
        Assert.All(
            Published.Panels,
            p =>
                Assert.Contains(
                    p.Comparability,
                    (string[])["DIRECT", "REMAPPED", "RANK_ONLY", "SIDE_BY_SIDE"]
                )
        );
        Assert.Equal("ABCDEFG", string.Concat(Published.Panels.Select(p => p.Letter)));
    }

    [Fact]
    public void The_printed_totals_are_the_sums_of_what_is_printed() =>
        Assert.All(
            Published.Panels.Where(p => p.PrintedTotal is not null),
            p => Assert.Equal(p.PrintedTotal, p.Buckets.Sum(b => b.Trials))
        );

    private static IEnumerable<string> Buckets(string panel) =>
        Published.Panels.Single(p => p.Panel == panel).Buckets.Select(b => b.Key);

    private static AgentEntry Drug(string id) => Assert.Single(Agents.Drugs, d => d.Id == id);

    private static string? RoleOf(string drug, string symbol) =>
        Drug(drug).Targets.SingleOrDefault(t => t.Symbol == symbol)?.Role;

    private static bool Counts(AgentEntry agent) =>
        agent.Modality is not ("SUPPORTIVE" or "DIAGNOSTIC" or "OTHER");

    private static IEnumerable<(string Id, LinkEntry Link)> Links() =>
        Agents.Drugs.Concat(Agents.Classes).SelectMany(a => a.Targets, (a, t) => (a.Id, t));

    private static string Named((string Id, LinkEntry Link) link) =>
        $"{link.Id}: {link.Link.Symbol}";

    private static IEnumerable<string> NamesOf(string symbol)
    {
        var target = Proteins.Targets.Single(t => t.Symbol == symbol);
        var family = Proteins.Families.SingleOrDefault(f => f.Id == target.Family);
        return target
            .Aliases.Prepend(symbol)
            .Concat(family?.Aliases.Prepend(family.Id) ?? [])
            .Select(Folded);
    }

    private static bool IsReference(string? reference) =>
        reference is not null
        && (
            PubMedId().IsMatch(reference)
            || Doi().IsMatch(reference)
            || Uri.TryCreate(reference, UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https"
                && uri.Host.Contains('.', StringComparison.Ordinal)
        );

    /// <summary>Case, hyphens, spaces and signs left out: the spellings that a match does not distinguish.</summary>
    private static string Folded(string name) => NotOfNames().Replace(name.ToLowerInvariant(), "");

    private static T Read<T>(string file)
    {
        var assembly = typeof(Modality).Assembly;
        using var stream =
            assembly.GetManifestResourceStream($"MpnstApi.Annotation.{file}.json")
            ?? throw new InvalidOperationException($"{file}.json is not built into the program.");
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }

    [GeneratedRegex(@"^NCT\d{8}$", RegexOptions.IgnoreCase)]
    private static partial Regex TrialId();

    [GeneratedRegex(@"^(PMID:? ?)\d{4,9}$")]
    private static partial Regex PubMedId();

    [GeneratedRegex(@"^(doi:)?10\.\d{4,9}/\S+$")]
    private static partial Regex Doi();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex NotOfNames();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotOfIds();

    private sealed record DrugsFile(
        IReadOnlyList<AgentEntry> Drugs,
        IReadOnlyList<AgentEntry> Classes
    );

    private sealed record AgentEntry(
        string Id,
        string Name,
        IReadOnlyList<string> Synonyms,
        string Modality,
        IReadOnlyList<string> Types,
        IReadOnlyList<LinkEntry> Targets,
        JsonElement Reviewed,
        string? Reference,
        string? Note,
        IReadOnlyList<string> Components
    );

    private sealed record LinkEntry(
        string Symbol,
        string Role,
        string? Action,
        string? Reference,
        bool Reviewed
    );

    private sealed record TypesFile(IReadOnlyList<TypeEntry> Types);

    private sealed record TypeEntry(string Key, string Label, string Definition, string Modality);

    private sealed record TargetsFile(
        IReadOnlyList<Protein> Targets,
        IReadOnlyList<Family> Families
    );

    private sealed record Protein(
        string Symbol,
        string? HgncId,
        string? Uniprot,
        string Name,
        IReadOnlyList<string> Aliases,
        string? Family,
        BiologyEntry? Biology
    );

    private sealed record BiologyEntry(string Kind, string Statement, string Reference);

    private sealed record Family(
        string Id,
        string Name,
        IReadOnlyList<string> Aliases,
        IReadOnlyList<string> Members
    );

    private sealed record ProceduresFile(IReadOnlyList<ProcedureEntry> Procedures);

    private sealed record ProcedureEntry(
        string Id,
        string Name,
        string Modality,
        IReadOnlyList<string> Terms
    );

    private sealed record RegimensFile(IReadOnlyList<RegimenEntry> Regimens);

    private sealed record RegimenEntry(
        string Id,
        IReadOnlyList<string> Synonyms,
        IReadOnlyList<string> Drugs,
        bool CaseSensitive
    );

    private sealed record PublishedFile(IReadOnlyList<PublishedPanelEntry> Panels);

    private sealed record PublishedPanelEntry(
        string Panel,
        string Letter,
        string Comparability,
        int? PrintedTotal,
        IReadOnlyList<PublishedBucketEntry> Buckets
    );

    private sealed record PublishedBucketEntry(string Key, int? Trials, int? PrintedPercent);
}
