using System.Reflection;
using SkiaSharp;

namespace MpnstApi.Figures;

/// <summary>Writes figures as PNG, from the same marks as SVG, in a font that the program brings.</summary>
internal static class PngWriter
{
    // Higher levels take several times as long and save little.
    private const int Compression = 6;

    // Skia is a native library; where the system cannot load it, every other form goes on.
    private static readonly Lazy<(SKTypeface Regular, SKTypeface Bold)?> Fonts = new(() =>
    {
        try
        {
            return (Font("LiberationSans-Regular"), Font("LiberationSans-Bold"));
        }
        catch (Exception exception)
            when (exception
                    is DllNotFoundException
                        or BadImageFormatException
                        or EntryPointNotFoundException
                        or TypeInitializationException
            )
        {
            return null;
        }
    });

    // A drawing takes four bytes a pixel while it is made.
    private static readonly SemaphoreSlim Places = new(Environment.ProcessorCount);

    /// <summary>Whether Skia's native library can be loaded here.</summary>
    public static bool IsAvailable => Fonts.Value is not null;

    /// <summary>Draws a figure; waits while as many are drawn as there are processors.</summary>
    /// <param name="drawing">What is drawn.</param>
    /// <param name="dpi">Pixels of an inch.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<byte[]> WriteAsync(
        Drawing drawing,
        int dpi,
        CancellationToken cancellation
    )
    {
        await Places.WaitAsync(cancellation);
        try
        {
            return Write(drawing, dpi / 72f);
        }
        finally
        {
            Places.Release();
        }
    }

    private static byte[] Write(Drawing drawing, float scale)
    {
        var (regular, bold) = Fonts.Value!.Value;
        using var surface = SKSurface.Create(
            new SKImageInfo(Pixels(drawing.Width, scale), Pixels(drawing.Height, scale))
        );
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        using var paint = new SKPaint { IsAntialias = true };
        foreach (var mark in drawing.Marks)
        {
            switch (mark)
            {
                case Mark.Bar bar:
                    paint.Color = SKColor.Parse(bar.Fill ?? bar.Stroke);
                    paint.Style = bar.Fill is null ? SKPaintStyle.Stroke : SKPaintStyle.Fill;
                    paint.StrokeWidth = SvgWriter.OutlineThickness;
                    canvas.DrawRect(
                        (float)bar.X,
                        (float)bar.Y,
                        (float)bar.Width,
                        (float)bar.Height,
                        paint
                    );
                    break;
                case Mark.Line line:
                    paint.Color = SKColor.Parse(line.Stroke);
                    paint.Style = SKPaintStyle.Stroke;
                    paint.StrokeWidth = (float)line.Thickness;
                    canvas.DrawLine(
                        (float)line.X1,
                        (float)line.Y1,
                        (float)line.X2,
                        (float)line.Y2,
                        paint
                    );
                    break;
                case Mark.Label label:
                    paint.Color = SKColor.Parse(label.Fill);
                    paint.Style = SKPaintStyle.Fill;
                    using (
                        var font = new SKFont(label.Bold ? bold : regular, (float)label.Size)
                        {
                            // Widths are those of the layout at every size.
                            Subpixel = true,
                            Hinting = SKFontHinting.None,
                            Edging = SKFontEdging.Antialias,
                        }
                    )
                    {
                        canvas.DrawText(
                            SvgWriter.Clean(label.Text),
                            (float)label.X,
                            (float)label.Y,
                            label.Anchor switch
                            {
                                Anchor.End => SKTextAlign.Right,
                                Anchor.Middle => SKTextAlign.Center,
                                _ => SKTextAlign.Left,
                            },
                            font,
                            paint
                        );
                    }
                    break;
            }
        }
        using var pixels = surface.PeekPixels();
        using var file = pixels.Encode(
            new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, Compression)
        );
        return file!.ToArray();
    }

    private static int Pixels(double points, float scale) => (int)Math.Ceiling(points * scale);

    private static SKTypeface Font(string name)
    {
        using var file = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream($"MpnstApi.Figures.fonts.{name}.ttf")!;
        return SKTypeface.FromStream(file);
    }
}
