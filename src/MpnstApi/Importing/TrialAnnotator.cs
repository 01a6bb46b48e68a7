using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Annotates trials with the rules of this build and a dictionary.</summary>
/// <param name="DictionaryVersion">The version, which changes whenever the same text may get other labels.</param>
/// <param name="Annotate">Returns the labels of a trial; a pure function.</param>
public sealed record TrialAnnotator(
    string DictionaryVersion,
    Func<AnnotationInput, TrialLabels> Annotate
)
{
    /// <summary>Returns the annotator of a dictionary.</summary>
    public static TrialAnnotator With(DrugDictionary dictionary) =>
        new(dictionary.Version, text => Annotator.Annotate(text, dictionary));

    /// <summary>Returns the labels of a trial; null, with a sentence that says why, where a rule fails on its text.</summary>
    public TrialLabels? TryAnnotate(TrialFacts facts, TrialNarrative texts, out string? problem) =>
        Try(() => Annotate(TrialMapping.ForAnnotation(facts, texts)), out problem);

    /// <summary>Returns the labels of a trial as they are stored; null, with a sentence that says why, where a rule fails on its text.</summary>
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

    // Rules read any text that strangers write: an error with one record must not affect the others.
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
            problem = $"The record could not be annotated: {exception.Message}";
            return null;
        }
    }
}

/// <summary>Represents labels as JSON, with a hash that is equal for dictionaries that give the same labels.</summary>
public sealed record StoredLabels(Scope Scope, string Json, string Hash);
