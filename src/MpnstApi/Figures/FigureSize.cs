namespace MpnstApi.Figures;

/// <summary>Sizes that journals print: one column or two.</summary>
internal static class FigureSize
{
    /// <summary>Points of a millimetre.</summary>
    public const double PointsOfMillimetre = 72 / 25.4;

    /// <summary>Two columns, 183 mm, in points.</summary>
    public const double Double = 183 * PointsOfMillimetre;

    /// <summary>Rows that a panel of a figure has at the most, so that a figure stays readable.</summary>
    public const int MostRows = 40;
}
