using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>The rules and the dictionary that labels are made with.</summary>
/// <param name="DictionaryVersion">Changes whenever the same text may get other labels.</param>
/// <param name="Annotate">Pure.</param>
public sealed record Labelling(string DictionaryVersion, Func<TrialText, TrialLabels> Annotate)
{
    /// <summary>The rules of this build with a dictionary.</summary>
    public static Labelling With(DrugDictionary dictionary) =>
        new(dictionary.Version, text => Annotator.Annotate(text, dictionary));

    /// <summary>The labels of a trial as they are stored.</summary>
    public StoredLabels Label(TrialFacts facts, TrialTexts texts)
    {
        var labels = Annotate(TrialMapping.ForAnnotation(facts, texts)) with
        {
            DictionaryVersion = DictionaryVersion,
        };
        return new StoredLabels(
            labels.Scope,
            StoredJson.Write(labels),
            StoredJson.Hash(StoredJson.Write(labels with { DictionaryVersion = "" }))
        );
    }
}

/// <summary>Labels as JSON, and a hash that two dictionaries which say the same share.</summary>
public sealed record StoredLabels(Scope Scope, string Json, string Hash);
