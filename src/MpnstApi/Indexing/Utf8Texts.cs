using System.Text;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents many short texts, identified by number, in one UTF-8 array: half the memory of strings, and one search covers
/// all.
/// </summary>
internal sealed class Utf8Texts
{
    // Separator: folded texts do not contain line ends.
    private const byte End = (byte)'\n';

    private readonly byte[] bytes;
    private readonly int[] starts;

    /// <summary>Creates the array from folded texts, which have no line ends.</summary>
    public Utf8Texts(IReadOnlyCollection<string> texts)
    {
        starts = new int[texts.Count + 1];
        bytes = new byte[texts.Sum(text => Encoding.UTF8.GetByteCount(text) + 1)];
        var (number, place) = (0, 0);
        foreach (var text in texts)
        {
            place += Encoding.UTF8.GetBytes(text, bytes.AsSpan(place));
            bytes[place++] = End;
            starts[++number] = place;
        }
    }

    public int Count => starts.Length - 1;

    public ReadOnlySpan<byte> this[int number] =>
        bytes.AsSpan(starts[number], starts[number + 1] - starts[number] - 1);

    /// <summary>Returns the numbers of the texts that contain this one.</summary>
    public IEnumerable<int> Containing(string part)
    {
        var wanted = Encoding.UTF8.GetBytes(part);
        for (var place = 0; place < bytes.Length; )
        {
            var found = bytes.AsSpan(place).IndexOf(wanted);
            if (found < 0)
            {
                yield break;
            }
            var number = Array.BinarySearch(starts, place + found);
            number = number < 0 ? ~number - 1 : number;
            yield return number;
            place = starts[number + 1];
        }
    }
}
