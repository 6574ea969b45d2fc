using Spectre.Console.Rendering;

namespace Axle.Cli.Output.Progress;

/// <summary>
/// The last lines of something, as many as the terminal shows. Spectre's own cropping fails when a picture was once taller than the
/// terminal and is shorter now, so nothing taller is ever handed to it.
/// </summary>
/// <param name="inner">What is shown.</param>
/// <param name="height">Lines to show at the most.</param>
internal sealed class LastLines(IRenderable inner, int height) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lines = Segment.SplitLines(inner.Render(options, maxWidth));
        foreach (var line in lines.Skip(Math.Max(0, lines.Count - height)))
        {
            foreach (var segment in line)
                yield return segment;
            yield return Segment.LineBreak;
        }
    }
}
