using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Matching;

/// <summary>The reading of one intervention of a record.</summary>
/// <param name="Entries">Ids of the entries matched, regimens by their id; empty if unmatched.</param>
/// <param name="Agents">The agents given; the drugs of a regimen, the components of a fixed combination.</param>
/// <param name="Choices">The alternatives of a name that offers a choice; empty for all others.</param>
/// <param name="IsComparator">True if the choice is a regimen of its own ("investigator's choice"), not a part of one ("A or B").</param>
/// <param name="Rule">The rule by which it matched.</param>
/// <param name="Unread">The parts of a matched name, as written, that could not be read; empty if all of it was read, or none of it.</param>
internal sealed record Match(
    InterventionText Intervention,
    int Index,
    IReadOnlyList<string> Entries,
    IReadOnlyList<Agent> Agents,
    IReadOnlyList<IReadOnlyList<Agent>> Choices,
    bool IsComparator,
    IReadOnlyList<string> Nearest,
    string Rule,
    IReadOnlyList<string> Unread
)
{
    public bool Matched => Entries.Count > 0;

    public string Field => $"interventions[{Index}].name";
}

/// <summary>Reads an intervention's name. An unknown name stays unmatched: a near miss is suggested, never assigned.</summary>
internal static class InterventionMatcher
{
    public const string ByName = "intervention-name";
    public const string ByOtherName = "intervention-other-name";
    public const string ByType = "registry-type";

    /// <summary>
    /// Words for the route, schedule and form in which something is given; they do not change the meaning of the adjacent
    /// name.
    /// </summary>
    private static readonly HashSet<string> Accompanying = Keys(
        """
        a an the of in on at to for with without by from as after before during until via per and or plus vs versus then followed
        arm arms group cohort part stage phase level dose doses dosing dosage cycle cycles course courses day days week weeks month months
        daily weekly monthly every once twice times bid tid qd qod q1w q2w q3w q4w q21d prn schedule continuous continuously intermittent
        mg g kg ml mcg ug iu mg/m2 m2 gy cgy fraction fractions percent
        oral orally po iv intravenous intravenously sc subcutaneous subcutaneously intramuscular im intratumoral intratumoural intrapleural
        intraperitoneal topical inhaled injection injections infusion infusions injectable solution suspension tablet tablets capsule
        capsules pill pills cap tab dispersible soluble orodispersible chewable coated granule granules sprinkle product powder concentrate formulation oral-tablet gel cream patch drops
        hydrochloride hcl mesylate mesilate tosylate malate maleate phosphate citrate sulfate sulphate acetate sodium potassium calcium
        succinate tartrate fumarate tris besylate bromide chloride hydrobromide dimethyl sulfoxide monohydrate hydrate free base salt
        liposome liposomal pegylated nab albumin bound nanoparticle stabilized protein micellar generic
        drug drugs agent agents therapy treatment treatments regimen combination combined combining mono monotherapy single alone
        standard low high full reduced fixed metronomic maintenance sequential concurrent concomitant neoadjuvant adjuvant induction
        consolidation first second third line preoperative postoperative perioperative pre post initial additional optional
        investigator investigators physician choice study experimental investigational active comparator control administration
        administered given use treated human humanized recombinant monoclonal antibody autologous allogeneic commercial open label
        blinded unblinded double-blind based containing antineoplastic chemotherapy qw q qd hs bd
        hd ld od biw cisplatinum-based injectable intrathecal intraarterial intra-arterial intravesical intratumorally intranasal enteral parenteral
        protein-bound nab-bound liposome liposomes microspheres extended release immediate delayed modified-release er xr sr ir
        immunotherapy biosimilar brand original reference vial vials ampoule syringe prefilled bolus push drip loading starting
        escalation escalating expansion dose-escalation de-escalation dose-dense dose-intense intensified weight surface area
        body adult adults pediatric paediatric child children patient patients participant participants subject subjects
        sarcoma tumor tumors cancer disease recurrent advanced metastatic relapsed refractory unresectable solid
        surgery surgical resection radiation radiotherapy randomized cohort-a interval total maximum minimum minutes hour hours
        time times until progression toxicity months years year food fasted fed water saline dextrose morning evening night
        rescue rechallenge resumption reduction continuation retreatment reintroduction support prophylaxis film coated on off
        salvage tapering switch bolus concurrently sequentially simultaneously weekly-dose
        determined protocol device system machine test tests
        only other all any both each same different new next last late early
        single-agent non liquid compound hydrobromide dihydrate anhydrous meglumine tromethamine succinate hemihydrate
        lysine edisylate dimaleate ditosylate difumarate camsylate esylate isethionate napadisylate orotate pamoate stearate
        sucrosofate mesilato clorhidrato cloridrato chlorhydrate hydrochlorid fosfato sulfato acetato tosilato maleato
        lipid emulsion alternating alternated alternate
        hyclate benzoate carbonate oxide dichloride trihydrate trihydrochloride dihydrochloride monohydrochloride disodium
        trisodium magnesium zinc nitrate lactate gluconate xinafoate
        """
    );

    /// <summary>Words that change what the adjacent name refers to.</summary>
    private static readonly HashSet<string> Altering = Keys(
        """
        anti resistant resistance refractory like analog analogue derivative metabolite assay level levels antagonist reversal
        antidote labelled labeled eluting conjugate conjugated expressing encoding secreting loaded pulsed imaging tracer
        challenge allergy desensitization test sensitivity monitoring withdrawal discontinuation inhibitor blocker activated
        receptor binding precursor prodrug degrading
        """
    );

    private static readonly (string Type, string Procedure)[] Fallbacks =
    [
        ("RADIATION", "radiotherapy"),
        ("DIAGNOSTIC_TEST", "laboratory-analysis"),
        ("BEHAVIORAL", "education"),
    ];

    /// <param name="headings">Titles and arm labels: in these, two adjacent names are two agents.</param>
    public static Match Match(
        InterventionText intervention,
        int index,
        IReadOnlyList<Words> headings,
        DrugDictionary dictionary
    )
    {
        var words = Words.Of(intervention.Name);
        var givesNoDrug = NoDrugTypes.Contains(intervention.Type ?? "");
        if (Read(words, dictionary, givesNoDrug) is { } read)
        {
            return With(read, ByName);
        }

        foreach (var other in givesNoDrug ? [] : intervention.OtherNames)
        {
            // An alternative name is used only if it is the whole name of an entry.
            if (
                dictionary.Names.Find(other) is { Kind: not EntryKind.Procedure } entry
                && !headings.Any(h => Has(h, words) && Has(h, Words.Of(other)))
            )
            {
                return With(
                    new Reading([entry.Id], Mentions.Expand(entry, dictionary), [], []),
                    ByOtherName
                );
            }
        }
        foreach (var (type, id) in Fallbacks)
        {
            if (
                string.Equals(intervention.Type, type, StringComparison.OrdinalIgnoreCase)
                && dictionary.FindProcedure(id) is { } procedure
            )
            {
                return With(new Reading([id], [Agent.Of(procedure)], [], []), ByType);
            }
        }
        return new Match(
            intervention,
            index,
            [],
            [],
            [],
            false,
            NearestEntries.To(words, dictionary),
            "unmatched",
            []
        );

        Match With(Reading reading, string rule) =>
            new(
                intervention,
                index,
                reading.Entries,
                Standing(reading.Agents, dictionary),
                [.. reading.Choices.Select(c => Standing(c, dictionary))],
                HasWord(words, "choice"),
                [],
                rule,
                reading.Unread
            );
    }

    /// <summary>Registry intervention types under which no drug is given, even if the name mentions one.</summary>
    private static readonly HashSet<string> NoDrugTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "BEHAVIORAL",
        "DIAGNOSTIC_TEST",
    };

    private sealed record Reading(
        IReadOnlyList<string> Entries,
        IReadOnlyList<Agent> Agents,
        IReadOnlyList<IReadOnlyList<Agent>> Choices,
        IReadOnlyList<string> Unread
    );

    private static Reading? Read(Words words, DrugDictionary dictionary, bool givesNoDrug)
    {
        if (words.Count == 0)
        {
            return null;
        }

        if (!givesNoDrug && dictionary.Names.Find(words, 0, words.Count) is { } whole)
        {
            return new Reading([whole.Id], Mentions.Expand(whole, dictionary), [], []);
        }

        var mentions = NameParts.Read(words, dictionary, out var unread);
        if (givesNoDrug)
        {
            unread = [];
            mentions =
            [
                .. mentions.Where(m =>
                    m.Kind == EntryKind.Procedure && m.Agents.All(a => !a.Counts)
                ),
            ];
        }
        if (mentions.Count == 0)
        {
            return null;
        }

        var placebo = mentions.FirstOrDefault(m => m.Agents.Any(a => a.Id == "placebo"));
        if (placebo is not null && !HasWord(words, "or") && !HasSlash(words))
        {
            return Of([placebo]) with { Unread = [] };
        }

        var named = mentions
            .Where(m => m.Kind is EntryKind.Drug or EntryKind.Regimen or EntryKind.Stem)
            .ToList();
        if (named.Count == 0)
        {
            return WithOptional(Distinct(mentions));
        }
        // Next to a drug, a procedure is its route ("infusion") and a class is its kind.
        var agents = named.SelectMany(m => m.Agents).ToList();
        var classes = mentions.Where(m =>
            m.Kind == EntryKind.Class && m.Agents.All(c => !agents.Exists(a => Covers(a, c)))
        );
        var procedures = mentions.Where(m =>
            m.Kind == EntryKind.Procedure && m.Agents.All(a => a.Counts || a.Id == "placebo")
        );
        var all = Distinct([.. named, .. classes, .. procedures]);
        if (NameSplit.OptionalFrom(words) is not null)
        {
            return WithOptional(all);
        }

        return named.Count > 1 && (HasWord(words, "choice") || HasWord(words, "or"))
            ? Of(all) with
            {
                Choices = Alternatives(words, all),
            }
            : Of(all);

        // "A with or without B" is A, and A with B.
        Reading WithOptional(List<Mention> chosen)
        {
            var from = NameSplit.OptionalFrom(words);
            var always = chosen.Where(m => m.From < from).SelectMany(m => m.Agents).ToList();
            var given = chosen.SelectMany(m => m.Agents).ToList();
            return always.Count > 0 && always.Count < given.Count
                ? Of(chosen) with
                {
                    Choices = [always, given],
                }
                : Of(chosen);
        }

        Reading Of(IReadOnlyList<Mention> chosen) =>
            new(
                [.. chosen.Select(m => m.Entry).Distinct()],
                [.. chosen.SelectMany(m => m.Agents).DistinctBy(a => a.Id)],
                [],
                unread
            );
    }

    private static List<Mention> Distinct(IReadOnlyList<Mention> mentions) =>
        [
            .. mentions
                .OrderBy(m => m.From)
                .DistinctBy(m => string.Join('+', m.Agents.Select(a => a.Id))),
        ];

    /// <summary>Returns whether a class adds nothing to the drug next to it.</summary>
    private static bool Covers(Agent drug, Agent drugClass) =>
        drug.Modality == drugClass.Modality
        && drugClass.Targets.All(t => drug.Targets.Any(d => d.Symbol == t.Symbol));

    private static List<IReadOnlyList<Agent>> Alternatives(
        Words words,
        IReadOnlyList<Mention> mentions
    )
    {
        var choices = new List<List<Agent>>();
        foreach (var mention in mentions)
        {
            if (
                choices.Count > 0
                && (
                    words.Before(mention.From).Contains('+')
                    || words[mention.From - 1].Form is "plus" or "with"
                )
            )
            {
                choices[^1].AddRange(mention.Agents);
            }
            else
            {
                choices.Add([.. mention.Agents]);
            }
        }
        return [.. choices];
    }

    /// <summary>Only the components of a fixed combination count, never its booster.</summary>
    private static List<Agent> Standing(IReadOnlyList<Agent> agents, DrugDictionary dictionary) =>
        [
            .. agents
                .SelectMany(a =>
                    a.IsDrug && dictionary.FindDrug(a.Id)!.Components is { Count: > 0 } components
                        ? components.Select(c => Agent.Of(dictionary.FindDrug(c)!))
                        : [a]
                )
                .DistinctBy(a => a.Id),
        ];

    private static bool HasWord(Words words, string form)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Form == form)
            {
                return true;
            }
        }
        return false;
    }

    private static bool Has(Words text, Words name)
    {
        var key = name.Key();
        for (var i = 0; i + name.Count <= text.Count; i++)
        {
            if (text.Key(i, name.Count) == key)
            {
                return true;
            }
        }
        return false;
    }

    private static bool HasSlash(Words words) => words.Text.Contains('/', StringComparison.Ordinal);

    /// <summary>Returns whether a word does not affect what is given.</summary>
    internal static bool IsAccompanying(string form) => Accompanying.Contains(form);

    /// <summary>Returns whether a word changes what the adjacent drug name refers to.</summary>
    internal static bool IsAltering(string form) => Altering.Contains(form);

    private static HashSet<string> Keys(string words)
    {
        var read = Words.Of(words);
        return [.. Enumerable.Range(0, read.Count).Select(i => read[i].Form)];
    }
}
