namespace MpnstApi.Figures;

/// <summary>A figure as a list of marks, with all lengths in points.</summary>
/// <param name="Width">Width of the figure.</param>
/// <param name="Height">Height of the figure.</param>
/// <param name="Title">What it shows, for screen readers.</param>
/// <param name="Description">Its numbers in words, for screen readers.</param>
/// <param name="Marks">The marks, in drawing order.</param>
public sealed record Drawing(
    double Width,
    double Height,
    string Title,
    string Description,
    IReadOnlyList<Mark> Marks
);

/// <summary>A mark on a figure.</summary>
public abstract record Mark
{
    private Mark() { }

    /// <summary>A bar, filled or outlined; a link if it has an address.</summary>
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

/// <summary>Specifies the point of a label that is at its position.</summary>
public enum Anchor
{
    Start,
    Middle,
    End,
}
