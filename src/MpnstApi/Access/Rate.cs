using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MpnstApi.Access;

/// <summary>The number of requests that a caller may make in a period.</summary>
/// <param name="Requests">Number of ordinary requests.</param>
/// <param name="Window">The period.</param>
public sealed record Rate(int Requests, TimeSpan Window)
{
    /// <summary>The form of a rate, for messages.</summary>
    public const string Form =
        "a number of requests from 1 to 1000000, a slash and s, min, h or day, for example 600/min";

    private const int Most = 1_000_000;

    private static readonly (string Unit, TimeSpan Window)[] Units =
    [
        ("s", TimeSpan.FromSeconds(1)),
        ("min", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("day", TimeSpan.FromDays(1)),
    ];

    /// <summary>Parses a text such as 600/min.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Rate? rate)
    {
        rate = null;
        var parts = text.Split('/', StringSplitOptions.TrimEntries);
        if (
            parts.Length == 2
            && int.TryParse(
                parts[0],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var requests
            )
            && requests is >= 1 and <= Most
            && Array.Find(Units, unit => unit.Unit == parts[1]) is { Unit: not null } unit
        )
        {
            rate = new Rate(requests, unit.Window);
        }
        return rate is not null;
    }

    /// <summary>Returns the rate as text: 600/min.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Requests}/{Array.Find(Units, unit => unit.Window == Window).Unit}"
        );
}
