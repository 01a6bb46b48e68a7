namespace MpnstApi.Indexing;

/// <summary>
/// Represents one value of each trial of a release, by position, so that a condition is checked in one pass over an array.
/// </summary>
public sealed class TrialColumn<T>(T[] values)
{
    /// <summary>Returns the trials whose value meets a condition.</summary>
    public TrialSet Where(Func<T, bool> holds)
    {
        var words = new ulong[TrialSet.WordsFor(values.Length)];
        for (var position = 0; position < values.Length; position++)
        {
            if (holds(values[position]))
            {
                words[position >> 6] |= 1UL << position;
            }
        }
        return TrialSet.OfWords(words, values.Length);
    }
}
