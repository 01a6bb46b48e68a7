namespace MpnstApi.Figures;

/// <summary>Defines the sizes of figures in journals: one or two columns.</summary>
internal static class FigureSize
{
    /// <summary>The number of points in a millimetre.</summary>
    public const double PointsOfMillimetre = 72 / 25.4;

    /// <summary>The width of two columns, 183 mm, in points.</summary>
    public const double Double = 183 * PointsOfMillimetre;

    /// <summary>The most rows of a panel, so that a figure stays readable.</summary>
    public const int MostRows = 40;
}
