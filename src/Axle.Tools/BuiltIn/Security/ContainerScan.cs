using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>Weak spots of compose files and Kubernetes manifests.</summary>
internal static class ContainerScan
{
    private static readonly Rule Privileged = new("cfg.container.privileged", Severity.High, 0.95,
        "A privileged container can take over its host.", "Drop it and add only the capabilities that are needed.");
    private static readonly Rule HostAccess = new("cfg.container.host-namespace", Severity.Medium, 0.9,
        "The container sees and can reach what belongs to the host.", "Use the container's own network and process space.");
    private static readonly Rule Socket = new("cfg.container.docker-socket", Severity.High, 0.95,
        "Whoever talks to Docker's socket is root on the host.", "Do without it, or put a proxy with few rights before it.");
    private static readonly Rule HostPath = new("cfg.kubernetes.host-path", Severity.Medium, 0.85,
        "The pod reads or writes the node's own files.", "Use a volume of the cluster.");
    private static readonly Rule RunAsRoot = new("cfg.kubernetes.run-as-root", Severity.Medium, 0.9,
        "A fault in the program gives the attacker root inside the container.", "Set runAsNonRoot: true and a user id.");
    private static readonly Rule Escalation = new("cfg.kubernetes.privilege-escalation", Severity.Medium, 0.9,
        "A process may gain more rights than its parent.", "Set allowPrivilegeEscalation: false.");
    private static readonly Rule NoLimits = new("cfg.kubernetes.no-limits", Severity.Low, 0.9,
        "One pod can take the node's memory from all others.", "Set resources.limits.memory.");
    private static readonly Rule Latest = new("cfg.container.unpinned-image", Severity.Low, 0.9,
        "A restart can bring another image than yesterday's.", "Name a version, or better a digest.");
    private static readonly Rule Wildcard = new("cfg.kubernetes.wildcard-role", Severity.High, 0.9,
        "The role may do everything to everything in its scope.", "List the resources and verbs that are needed.");
    private static readonly Rule PlainSecret = new("cfg.container.plain-secret", Severity.Medium, 0.7,
        "The value can be read by everyone who can read the file (CWE-798).",
        "Take it from the environment, a secret store or an external secret.");

    public static void Compose(ConfigFindings findings, DataNode root)
    {
        foreach (var service in root["services"]?.Children ?? [])
        {
            Flag(findings, service["privileged"], Privileged, $"The service '{service.Key}' is privileged.");
            foreach (var name in new[] { "network_mode", "pid", "ipc" })
            {
                if (service[name] is { Text: "host" } node)
                    findings.Add(HostAccess, node.Line,
                        $"The service '{service.Key}' uses the host's {name.Replace("_mode", "", StringComparison.Ordinal)}.");
            }

            foreach (var volume in service["volumes"]?.Children ?? [])
            {
                if ((volume.Text ?? volume.TextOf("source"))?.Contains("docker.sock", StringComparison.Ordinal) == true)
                    findings.Add(Socket, volume.Line, $"The service '{service.Key}' mounts Docker's socket.");
            }

            if (service["image"] is { Text: { } image } at && service["build"] is null && IsMoving(image))
                findings.Add(Latest, at.Line, $"The service '{service.Key}' uses the moving image {image}.");
            Environment(findings, service);
        }
    }

    public static void Kubernetes(ConfigFindings findings, DataNode document)
    {
        var owner = $"{document.TextOf("kind")} {document.Find("metadata", "name")?.Text}";
        foreach (var node in document.All())
        {
            switch (node)
            {
                case { Key: "privileged", IsTrue: true }:
                    findings.Add(Privileged, node.Line, $"{owner} has a privileged container.");
                    break;
                case { Key: "hostNetwork" or "hostPID" or "hostIPC", IsTrue: true }:
                    findings.Add(HostAccess, node.Line, $"{owner} sets {node.Key}.");
                    break;
                case { Key: "hostPath", Kind: DataKind.Map }:
                    findings.Add(node.TextOf("path")?.Contains("docker.sock", StringComparison.Ordinal) == true ? Socket
                        : HostPath, node.Line, $"{owner} mounts the node's path {node.TextOf("path")}.");
                    break;
                case { Key: "runAsUser", Text: "0" } or { Key: "runAsNonRoot", IsFalse: true }:
                    findings.Add(RunAsRoot, node.Line, $"{owner} sets {node.Key}: {node.Text}.");
                    break;
                case { Key: "allowPrivilegeEscalation", IsTrue: true }:
                    findings.Add(Escalation, node.Line, $"{owner} allows privilege escalation.");
                    break;
                case { Key: "containers", Kind: DataKind.List }:
                    Containers(findings, node, owner);
                    break;
                case { Key: "rules", Kind: DataKind.List } when document.TextOf("kind") is "Role" or "ClusterRole":
                    Role(findings, node, owner);
                    break;
            }
        }
    }

    private static void Containers(ConfigFindings findings, DataNode containers, string owner)
    {
        foreach (var container in containers.Children.Where(c => c["image"] is not null))
        {
            if (container.Find("resources", "limits", "memory") is null &&
                container.Find("resources", "limits")?.Kind is not DataKind.Scalar)
                findings.Add(NoLimits, container.Line, $"The container '{container.TextOf("name")}' of {owner} has no memory limit.");
            if (container["image"] is { Text: { } image } at && IsMoving(image))
                findings.Add(Latest, at.Line, $"The container '{container.TextOf("name")}' of {owner} uses the moving image {image}.");
            Environment(findings, container);
        }
    }

    private static void Role(ConfigFindings findings, DataNode rules, string owner)
    {
        foreach (var rule in rules.Children)
        {
            if (Holds(rule["verbs"]) && Holds(rule["resources"]))
                findings.Add(Wildcard, rule.Line, $"{owner} allows every verb on every resource.");
        }

        static bool Holds(DataNode? list) => list?.Children.Any(c => c.Text is "*") == true;
    }

    private static void Environment(ConfigFindings findings, DataNode container)
    {
        foreach (var entry in (container["environment"] ?? container["env"])?.Children ?? [])
        {
            // Three notations: NAME: value, - NAME=value, - name: NAME / value: value.
            var (name, value) = entry.Key is not null ? (entry.Key, entry.Text) : entry.Text?.Split('=', 2) is [var left, var right]
                ? (left, right) : (entry.TextOf("name") ?? "", entry.TextOf("value"));
            if (value is { Length: >= 6 } && IsSecretName(name) && !SecretText.IsPlaceholder(value) && !SecretText.IsOrdinary(value))
                findings.Add(PlainSecret, entry.Line, $"'{name}' is set to a fixed value: {SecretText.Mask(value)}.");
        }
    }

    private static bool IsSecretName(string name) =>
        (name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || name.Contains("SECRET", StringComparison.OrdinalIgnoreCase) ||
            name.Contains("TOKEN", StringComparison.OrdinalIgnoreCase) || name.Contains("API_KEY", StringComparison.OrdinalIgnoreCase)) &&
            !SecretText.IsAboutSecrets(name);

    private static bool IsMoving(string image)
    {
        if (image.Contains('$', StringComparison.Ordinal) || image.Contains('@', StringComparison.Ordinal) ||
            image.Contains('{', StringComparison.Ordinal) || image.Length == 0)
            return false;
        var name = image[(image.LastIndexOf('/') + 1)..];
        return !name.Contains(':', StringComparison.Ordinal) || name.EndsWith(":latest", StringComparison.Ordinal);
    }

    private static void Flag(ConfigFindings findings, DataNode? node, Rule rule, string message)
    {
        if (node is { IsTrue: true })
            findings.Add(rule, node.Line, message);
    }
}
