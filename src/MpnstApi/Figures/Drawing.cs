namespace MpnstApi.Figures;

/// <summary>A figure as what is drawn on it, in points. SVG and PNG are written from the same marks.</summary>
/// <param name="Width">Width of the figure.</param>
/// <param name="Height">Height of the figure.</param>
/// <param name="Title">What it shows, for readers who do not see it.</param>
/// <param name="Description">Its numbers in words, for the same.</param>
/// <param name="Marks">What is drawn, in order.</param>
public sealed record Drawing(
    double Width,
    double Height,
    string Title,
    string Description,
    IReadOnlyList<Mark> Marks
);

/// <summary>Something drawn on a figure.</summary>
public abstract record Mark
{
    private Mark() { }

    /// <summary>A bar, filled or an outline; a link where it has an address.</summary>
    public sealed record Bar(
        double X,
        double Y,
        double Width,
        double Height,
        string? Fill,
        string? Stroke,
        string? Address,
        string? Title
    ) : Mark;

    public sealed record Line(
        double X1,
        double Y1,
        double X2,
        double Y2,
        string Stroke,
        double Thickness
    ) : Mark;

    public sealed record Label(
        double X,
        double Y,
        string Text,
        double Size,
        bool Bold,
        Anchor Anchor,
        string Fill
    ) : Mark;
}

/// <summary>Which point of a label stands at its place.</summary>
public enum Anchor
{
    Start,
    Middle,
    End,
}
