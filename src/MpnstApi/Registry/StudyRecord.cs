using System.Text.RegularExpressions;

namespace MpnstApi.Registry;

/// <summary>One record of a stream: a study, or what is wrong with it.</summary>
/// <param name="Number">1, 2, 3, ... within the stream.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the stream.</param>
/// <param name="Id">NCT id; null where none could be read.</param>
/// <param name="Study">Null where there is a problem.</param>
/// <param name="Problem">A sentence: what is wrong, what would be right; null where there is a study.</param>
public sealed record StudyRecord(
    int Number,
    long Offset,
    string? Id,
    Study? Study,
    string? Problem
);

/// <summary>The form of the registry's ids.</summary>
public static partial class NctId
{
    public static bool IsValid(string id) => Form().IsMatch(id);

    [GeneratedRegex(@"^NCT[0-9]{8}\z")]
    private static partial Regex Form();
}
