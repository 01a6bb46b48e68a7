using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>The rules and the dictionary that labels are made with.</summary>
/// <param name="DictionaryVersion">Changes whenever the same text may get other labels.</param>
/// <param name="Annotate">Pure.</param>
public sealed record TrialAnnotator(
    string DictionaryVersion,
    Func<AnnotationInput, TrialLabels> Annotate
)
{
    /// <summary>The rules of this build with a dictionary.</summary>
    public static TrialAnnotator With(DrugDictionary dictionary) =>
        new(dictionary.Version, text => Annotator.Annotate(text, dictionary));

    /// <summary>The labels of a trial; null, with a sentence that says why, where a rule fails on its text.</summary>
    public TrialLabels? TryAnnotate(TrialFacts facts, TrialNarrative texts, out string? problem) =>
        Try(() => Annotate(TrialMapping.ForAnnotation(facts, texts)), out problem);

    /// <summary>The labels of a trial as they are stored; null, with a sentence that says why, where a rule fails on its text.</summary>
    public StoredLabels? TryLabel(TrialFacts facts, TrialNarrative texts, out string? problem) =>
        Try(() => Label(facts, texts), out problem);

    private StoredLabels Label(TrialFacts facts, TrialNarrative texts)
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

    // Rules run over any text that strangers write: one record they stumble over must not cost the others.
    private static T? Try<T>(Func<T> label, out string? problem)
        where T : class
    {
        problem = null;
        try
        {
            return label();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            problem = $"The record could not be labelled: {exception.Message}";
            return null;
        }
    }
}

/// <summary>Labels as JSON, and a hash that two dictionaries which say the same share.</summary>
public sealed record StoredLabels(Scope Scope, string Json, string Hash);
