namespace Axle.Models.Routing;

/// <summary>Why a candidate was not chosen at one choice.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Until">When it passes by itself; the default value when it does not.</param>
/// <param name="Cause">Of a breaker: the failure that opened it.</param>
internal readonly record struct Obstacle(ObstacleKind Kind, DateTimeOffset Until = default, ErrorKind Cause = default)
{
    /// <summary>Whether it passes by itself.</summary>
    public bool Passes => Until != default;
}

/// <summary>Kinds of <see cref="Obstacle"/>.</summary>
internal enum ObstacleKind
{
    /// <summary>Nothing stands in the way: another was better.</summary>
    None = 0,

    /// <summary>It cannot be used as configured.</summary>
    Configuration,

    /// <summary>Its model lacks what the call needs.</summary>
    Feature,

    /// <summary>Its model's context is too small for the call.</summary>
    Context,

    /// <summary>It was tried for this call.</summary>
    Tried,

    /// <summary>Its breaker is open.</summary>
    Circuit,

    /// <summary>Its rate limit is used up.</summary>
    Rate,

    /// <summary>It costs more than may be spent.</summary>
    Price,

    /// <summary>It is the offline provider, and a language model may still answer.</summary>
    Offline,
}
