namespace Axle.Tools.Healing;

/// <summary>The rungs of the ladder, in the order in which they are climbed. The last rung, asking the model again, is the caller's.</summary>
public enum MendRung
{
    /// <summary>The text was no JSON: fences, quotes, commas, names without quotes, braces that were never closed.</summary>
    Text = 0,

    /// <summary>The arguments lay inside another object: <c>{"arguments": {…}}</c>.</summary>
    Unwrap,

    /// <summary>A misspelt name became the declared one.</summary>
    Name,

    /// <summary>A value became another kind that says the same: <c>"5"</c> and <c>5</c>.</summary>
    Coerce,

    /// <summary>An empty value was left out, so that the default or nothing takes its place.</summary>
    Default,

    /// <summary>A value became the nearest allowed one.</summary>
    NearestValue,

    /// <summary>A number was brought to the nearest end of its range, where the schema says <c>"x-axle-clamp": true</c>.</summary>
    Clamp,

    /// <summary>Blanks around a text were taken away.</summary>
    Trim,
}
