using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Schemas.Checking;
using Axle.Schemas.Defaults;
using Axle.Schemas.Reading;
using Axle.Schemas.Rules;

namespace Axle.Schemas;

/// <summary>
/// A JSON Schema, compiled: draft 2020-12, 2019-09 or 07 (as <c>$schema</c> says). Never changes and may be used by many threads.
/// Neither network nor disk is touched; a check always ends (see the limits in <see cref="SchemaOptions"/>).
/// </summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;
    private readonly SchemaOptions _options;

    private JsonSchema(SchemaNode root, SchemaOptions options) => (_root, _options) = (root, options);

    /// <summary>Reads a schema. Everything it refers to is found and read now, so that a check cannot fail for the schema's sake.</summary>
    /// <param name="schema">An object, <c>true</c> or <c>false</c>; copied, the caller may dispose its document.</param>
    /// <param name="resolver">Knows schemas of other URIs; the published metaschemas need none.</param>
    /// <param name="options">Draft, formats and limits; null for the defaults.</param>
    /// <exception cref="SchemaException">The schema, or one that it refers to, is broken or too large.</exception>
    public static JsonSchema Parse(JsonElement schema, ISchemaResolver? resolver = null, SchemaOptions? options = null)
    {
        options ??= SchemaOptions.Default;
        try
        {
            JsonText.Check(schema);
            var library = new SchemaLibrary(resolver, options);
            var main = library.AddMain(schema.Clone());
            return new JsonSchema(new SchemaCompiler(library, options).Compile(main), options);
        }
        catch (CheckGivenUpException tooMuch)
        {
            throw new SchemaException("#", tooMuch.Message, tooMuch);
        }
    }

    /// <summary>Checks an instance.</summary>
    /// <param name="instance">Any JSON value.</param>
    /// <param name="formats">The caller's own formats, asked whatever <see cref="SchemaOptions.AssertFormats"/> says; may be null.</param>
    /// <returns>Valid, or what is wrong. A check that ran into a limit is not valid.</returns>
    public SchemaResult Validate(JsonElement instance, FormatCheck? formats = null)
    {
        try
        {
            JsonText.Check(instance);
            if (new Evaluation(_options, formats).Apply(_root, instance, null))
            {
                return SchemaResult.Valid;
            }

            var faults = new List<SchemaFault>();
            new Evaluation(_options, formats) { Faults = faults }.Apply(_root, instance, null);
            return new SchemaResult(false, faults);
        }
        catch (CheckGivenUpException tooMuch)
        {
            return GivenUp(tooMuch.Message);
        }
        catch (RegexMatchTimeoutException slow)
        {
            return GivenUp($"a pattern took longer than {slow.MatchTimeout.TotalMilliseconds:0} ms; make it simpler or the text shorter");
        }
    }

    /// <summary>
    /// Puts the <c>default</c> of missing properties in, at every depth, defaults inside defaults too. Looks through <c>$ref</c>,
    /// <c>allOf</c>, the matching branch of <c>if</c> and the first matching one of <c>anyOf</c> and <c>oneOf</c>; the first default found wins.
    /// </summary>
    /// <param name="instance">Any JSON value; need not be valid.</param>
    /// <returns>The instance itself when nothing was missing, otherwise a copy with the defaults at the end of each object.</returns>
    /// <exception cref="SchemaException">Filling in ran into a limit, for example because defaults lead to defaults without end.</exception>
    public JsonElement WithDefaults(JsonElement instance)
    {
        try
        {
            JsonText.Check(instance);
            return new DefaultFilling(new Evaluation(_options, null), _options).Fill(_root, instance);
        }
        catch (CheckGivenUpException tooMuch)
        {
            throw new SchemaException("#", tooMuch.Message, tooMuch);
        }
        catch (RegexMatchTimeoutException slow)
        {
            throw new SchemaException("#", $"a pattern took longer than {slow.MatchTimeout.TotalMilliseconds:0} ms", slow);
        }
    }

    private static SchemaResult GivenUp(string reason) => new(false, [new SchemaFault("", "limit", "#", $"the check was given up: {reason}")]);
}
