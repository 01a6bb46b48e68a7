using System.Text.RegularExpressions;

namespace MpnstApi.Registry;

/// <summary>Represents one record of a file or page: a study, or what is wrong with it.</summary>
/// <param name="Number">1, 2, 3, ... within the file or page.</param>
/// <param name="Offset">The position of its first byte, in bytes from the start of the file or page.</param>
/// <param name="Id">The NCT id; null if none could be read.</param>
/// <param name="Study">The study; null if there is a problem.</param>
/// <param name="Problem">A sentence that says what is wrong and what would be right; null if there is a study.</param>
public sealed record StudyRecord(
    int Number,
    long Offset,
    string? Id,
    Study? Study,
    string? Problem
);

/// <summary>Checks the form of the registry's ids.</summary>
public static partial class NctId
{
    public static bool IsValid(string id) => Form().IsMatch(id);

    [GeneratedRegex(@"^NCT[0-9]{8}\z")]
    private static partial Regex Form();
}
