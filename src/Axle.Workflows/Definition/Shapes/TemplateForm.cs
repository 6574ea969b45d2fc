namespace Axle.Workflows.Definition.Shapes;

/// <summary>Which data a template may be.</summary>
internal enum TemplateForm
{
    /// <summary>Any value, null included.</summary>
    Any,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A mapping.</summary>
    Mapping,

    /// <summary>A list, or a text that is an expression.</summary>
    List,
}
