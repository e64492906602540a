using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Containers;

namespace Ziggie.Doctor.Checks.Accelerators;

/// <summary>G403: a model server in a container that was not given the card.</summary>
internal sealed class ContainerWithoutCard : ICheck
{
    public string Name => "containers without a card";

    public IEnumerable<Finding> Look(Evidence evidence) =>
        from backend in Cards.Backends(evidence)
        let container = evidence.ContainerOf(backend)
        where container is not null && !container.Gpus.Any && Cards.ServesModels(evidence, backend)
        select Found(evidence, backend, container);

    private static Finding Found(Evidence evidence, BackendEvidence backend, Container container)
    {
        var isNvidia = Cards.Of(evidence).Any(c => c.Vendor == "nvidia");
        return new Finding(
            AcceleratorCodes.ContainerWithoutCard, backend.Target,
            $"{backend.Settings.Name} runs in the container {container.Name}, which was made without access to a graphics card, though the machine has {Cards.Describe(Cards.Of(evidence))}: its models compute on the processor.",
            container.Project is null
                ? $"Make the container anew with {(isNvidia ? "`--gpus all`" : "`--device /dev/kfd --device /dev/dri`")}."
                : $"Give the service {container.Service} of {container.Project} the card in its compose file ({(isNvidia ? "deploy.resources.reservations.devices with capabilities: [gpu]" : "devices: [/dev/kfd, /dev/dri]")}), then `docker compose up -d`.")
        {
            Evidence = [$"docker inspect -f '{{{{json .HostConfig.DeviceRequests}}}} {{{{json .HostConfig.Devices}}}}' {container.Name} → none of a graphics card", Cards.Line(Cards.Of(evidence))],
        };
    }
}
