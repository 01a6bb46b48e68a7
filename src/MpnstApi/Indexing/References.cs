using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>A drug by id and international nonproprietary name.</summary>
/// <param name="Id">Lower-case INN, other characters as "-".</param>
/// <param name="Name">International nonproprietary name.</param>
public sealed record DrugRef(string Id, string Name);

/// <summary>A sponsor or collaborator.</summary>
/// <param name="Name">Its name in the record.</param>
/// <param name="Class">The registry's class; null if the record states none.</param>
public sealed record SponsorRef(string Name, SponsorClass? Class)
{
    public static SponsorRef Of(StoredSponsor sponsor) =>
        new(sponsor.Name, Terms<SponsorClass>.Parse(RegistryTerms.SponsorClass(sponsor.Class)));
}
