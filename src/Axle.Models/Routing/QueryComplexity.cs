namespace Axle.Models.Routing;

/// <summary>How hard a question is, as far as its text shows.</summary>
public enum QueryComplexity
{
    /// <summary>Short, one thing, no demands.</summary>
    Simple = 0,

    /// <summary>Ordinary work.</summary>
    Standard,

    /// <summary>Long, many-sided, or asks for reasoning.</summary>
    Complex,

    /// <summary>About code, or code itself.</summary>
    Code,
}
