namespace Axle.Schemas;

/// <summary>A schema is broken: nothing can be validated with it until it is mended.</summary>
/// <param name="schemaPath">Where in the schema, as a JSON pointer with <c>#</c> in front; other documents have their URI before the <c>#</c>.</param>
/// <param name="problem">What is wrong there and what would be right.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class SchemaException(string schemaPath, string problem, Exception? inner = null)
    : Exception($"Schema at '{schemaPath}': {problem}", inner)
{
    /// <summary>Where in the schema, for example <c>#/properties/age/type</c>.</summary>
    public string SchemaPath { get; } = schemaPath;

    /// <summary>What is wrong there and what would be right.</summary>
    public string Problem { get; } = problem;
}
