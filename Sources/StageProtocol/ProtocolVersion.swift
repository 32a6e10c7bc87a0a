/// The version of the stage protocol that is spoken here; Sources/StagePrograms/README.md describes it.
package let stageProtocolVersion = 1
