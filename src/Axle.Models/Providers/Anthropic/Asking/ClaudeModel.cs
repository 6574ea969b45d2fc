using System.Globalization;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>
/// What a model's name says about the requests that it takes. Names are <c>claude-3-5-haiku-20241022</c> or <c>claude-opus-4-7</c>; one that says no
/// version is taken for the newest.
/// </summary>
internal readonly record struct ClaudeModel(int Major, int Minor)
{
    private readonly string? _name;

    /// <summary>Whether it holds its answer to a JSON Schema by itself: from 4.1 on, as Opus 4.1, Sonnet 4.5 and Haiku 4.5.</summary>
    public bool HasSchemas => IsFrom(4, 1);

    /// <summary>Whether it decides by itself how long it thinks, and is told an effort: from 4.6 on. Older ones are told a number of tokens.</summary>
    public bool ThinksAdaptively => IsFrom(4, 6);

    /// <summary>Whether it cannot be told not to think: Opus from 5.5 on, and Fable.</summary>
    public bool ThinksAlways => (Is("opus") && IsFrom(5, 5)) || Is("fable") || Is("mythos");

    /// <summary>Whether it refuses a request that forces it to call a tool: Opus and Sonnet from 5.5 on, Fable from 5.1 on.</summary>
    public bool RefusesForcedTools => ((Is("opus") || Is("sonnet")) && IsFrom(5, 5)) || ((Is("fable") || Is("mythos")) && IsFrom(5, 1));

    /// <summary>Whether it thinks at all when told: from 3.7 on.</summary>
    public bool CanThink => IsFrom(3, 7);

    /// <summary>Whether it refuses temperature and its kin: from 4.7 on.</summary>
    public bool RefusesSampling => IsFrom(4, 7);

    private ClaudeModel(int major, int minor, string name)
        : this(major, minor) => _name = name;

    /// <summary>Reads a name.</summary>
    public static ClaudeModel Of(string name)
    {
        int? major = null;
        foreach (var part in name.Split('-', '.', '@', ':'))
        {
            // Eight digits are a date, not a version.
            if (part.Length > 2 || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (major is not null)
                    break;
                continue;
            }

            if (major is not null)
                return new ClaudeModel(major.Value, number, name);
            major = number;
        }

        return new ClaudeModel(major ?? int.MaxValue, 0, name);
    }

    private bool Is(string family) => _name?.Contains(family, StringComparison.OrdinalIgnoreCase) is true;

    private bool IsFrom(int major, int minor) => Major > major || (Major == major && Minor >= minor);
}
